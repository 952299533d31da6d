export { createFileInspector } from './file-inspector.ts';
export { createFolderBlobs } from './folder-blobs.ts';
