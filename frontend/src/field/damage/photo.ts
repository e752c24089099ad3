// Photos are downscaled and lose their EXIF metadata (place, time, device), because they are redrawn before upload.

export const LONGEST_SIDE = 1280;
export const MOST_BYTES = 200_000;
const QUALITIES = [0.82, 0.7, 0.58, 0.46];
const SMALLER = 0.75;
const SMALLEST_SIDE = 320;

export interface Size {
  width: number;
  height: number;
}

/** The target size: never enlarged, the longest side at most `longest`. */
export function scaled(size: Size, longest: number = LONGEST_SIDE): Size {
  const scale = Math.min(1, longest / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

/** Reduces size and quality until the picture is within the limit; the last attempt is used even if it exceeds it. */
export async function shrink(size: Size, encode: (size: Size, quality: number) => Promise<Blob>): Promise<Blob> {
  let longest = LONGEST_SIDE;
  for (;;) {
    let smallest: Blob | null = null;
    for (const quality of QUALITIES) {
      smallest = await encode(scaled(size, longest), quality);
      if (smallest.size <= MOST_BYTES) return smallest;
    }
    longest *= SMALLER;
    if (longest < SMALLEST_SIDE && smallest !== null) return smallest;
  }
}

/** The photo as a JPEG of at most 1280 px and 200 kB. Throws for a file that is no image. */
export async function photo(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    return await shrink(picture, (size, quality) => draw(picture, size, quality));
  } finally {
    picture.close();
  }
}

function draw(picture: ImageBitmap, { width, height }: Size, quality: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen === null) return Promise.reject(new Error('no canvas'));
  pen.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no jpeg')) : resolve(blob)), 'image/jpeg', quality);
  });
}

/** An image as text, for drafts. */
export async function dataOf(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** The image of such a text. */
export function blobOf(data: string): Blob {
  return new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], { type: 'image/jpeg' });
}
