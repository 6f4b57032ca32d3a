import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

// The decoder comes from our own server and lies in the precache: the camera works offline too.
prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path),
  },
})

const EVERY_MS = 120
const LONG_SIDE = 960

/** Looks at the video about eight times a second until it reads a code. */
export function watchForCode(video: HTMLVideoElement, onCode: (text: string) => void): () => void {
  let stopped = false
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const look = async () => {
    if (stopped || context === null) return
    const text = video.videoWidth > 0 ? await read(video, canvas, context) : null
    if (stopped) return
    if (text === null) setTimeout(() => void look(), EVERY_MS)
    else onCode(text)
  }
  void look()
  return () => {
    stopped = true
  }
}

async function read(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
): Promise<string | null> {
  const scale = Math.min(1, LONG_SIDE / Math.max(video.videoWidth, video.videoHeight))
  canvas.width = Math.round(video.videoWidth * scale)
  canvas.height = Math.round(video.videoHeight * scale)
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const image = context.getImageData(0, 0, canvas.width, canvas.height)
  const formats = ['QRCode', 'Code128', 'DataMatrix'] as const
  const results = await readBarcodes(image, {
    formats: [...formats],
    maxNumberOfSymbols: 1,
    tryHarder: true,
  })
  return results.find((r) => r.isValid && r.text !== '')?.text ?? null
}
