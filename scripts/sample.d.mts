/** A record of the binary version in the sample's coding. */
export function encodeRecord(record: Uint8Array): Uint8Array<ArrayBuffer>
