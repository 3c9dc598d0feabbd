const ADJECTIVES =
  'amber ample ashen bold brass brave brisk broad calm clear copper crisp dapper deep dusky eager early fleet fresh frosty gentle gilded glad grand hardy hazel hidden humble ivory keen kind lively lofty lucid lunar mellow merry misty modest mossy nimble noble northern opal patient plain plum polar proud quick quiet rapid russet sandy silver slow smooth solar steady stout sunny tidy velvet wry'.split(
    ' ',
  )

const NOUNS =
  'acorn alder anchor aspen badger barley basin beacon birch bison brook canyon cedar clover comet condor cove crane delta dune ember falcon fern finch fjord gable glacier grove harbor heath heron ibis juniper kestrel kettle lantern lark lathe linden lynx maple marsh meadow moth oriole osprey otter pebble pine plover quarry raven reef ridge robin rowan sparrow spruce summit tern thicket wagon willow wren'.split(
    ' ',
  )

/** A memorable name, always the same for the same hex id: "quiet heron". */
export function nameOf(id: string): string {
  const adjective = ADJECTIVES[Number.parseInt(id.slice(0, 4), 16) % ADJECTIVES.length]
  const noun = NOUNS[Number.parseInt(id.slice(4, 8), 16) % NOUNS.length]
  return `${adjective} ${noun}`
}
