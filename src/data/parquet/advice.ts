/** For a file that a mirror has wrong. */
export const ANOTHER_COPY = 'Choose the files from your own disk, or tell the owner of this page.'
