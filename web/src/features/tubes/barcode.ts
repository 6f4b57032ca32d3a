import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import wasm from 'zxing-wasm/writer/zxing_writer.wasm?url'

prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path),
  },
})

/** A code as Code 128, drawn: the address of an SVG. */
export async function barcode(code: string): Promise<string> {
  const drawn = await writeBarcode(code, { format: 'Code128', addQuietZones: true })
  if (drawn.error) throw new Error(drawn.error)
  return `data:image/svg+xml,${encodeURIComponent(drawn.svg)}`
}
