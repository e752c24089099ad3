// Scans QR codes with the camera. The decoder (WebAssembly, served by us) is loaded when the first scan starts.

import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';

// Between two pictures the page rests as long as the last one took, so that reading uses half of the processor at most.
const LEAST_PAUSE_MS = 40;
const MOST_PAUSE_MS = 120;
const LONGEST_SIDE = 640;
const OPTIONS: ReaderOptions = { formats: ['QRCode'], maxNumberOfSymbols: 1, tryHarder: true };

export interface Scanner {
  /** Switches the torch; absent without one. */
  torch?: (on: boolean) => Promise<void>;
  stop: () => void;
}

/** Streams the camera into the video element and calls `found` with each decoded text, many times a second. */
export async function startScanner(video: HTMLVideoElement, found: (text: string) => void): Promise<Scanner> {
  const locateFile = (file: string, folder: string) => (file.endsWith('.wasm') ? wasmAddress : folder + file);
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  const wanted = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  let running = true;
  const stop = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  void readLoop(video, found, () => running);
  return { stop, ...torchOf(stream) };
}

async function readLoop(video: HTMLVideoElement, found: (text: string) => void, running: () => boolean): Promise<void> {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) return;
  while (running()) {
    const began = performance.now();
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
    canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const codes = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), OPTIONS);
    const text = codes[0]?.text;
    if (text && running()) found(text);
    const rest = Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, performance.now() - began));
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
}

function torchOf(stream: MediaStream): Pick<Scanner, 'torch'> {
  const track = stream.getVideoTracks()[0];
  const able = track?.getCapabilities?.();
  if (track === undefined || able?.torch !== true) return {};
  return {
    torch: (on) => track.applyConstraints({ advanced: [{ torch: on }] }),
  };
}
