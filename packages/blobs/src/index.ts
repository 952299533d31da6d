export { createCopiedBlobs } from './copied-blobs.ts';
export { copyBlobs, keysOfBlobs, removeBlobs } from './copy-blobs.ts';
export { createFileInspector } from './file-inspector.ts';
export { createFolderBlobs } from './folder-blobs.ts';
