/** The package describes its class alone, not the build below it. */
declare module 'opusscript/build/opusscript_native_wasm.js' {
  export default function load(): unknown;
}
