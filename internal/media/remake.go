package media

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/sync/semaphore"

	"tripol/internal/fault"
)

// Limits of decoding. Decoding a small file can take any amount of memory, so its header is checked first.
const (
	longestSide   = 12_000
	mostPixels    = 40_000_000
	keptSide      = 1600
	keptQuality   = 82
	decodesAtOnce = 2
	decodeMemory  = 160 << 20 // bytes, for all concurrent decodes
)

var (
	slots  = semaphore.NewWeighted(decodesAtOnce)
	memory = semaphore.NewWeighted(decodeMemory)
)

// remade is a re-encoded photo.
type remade struct {
	jpeg          []byte
	width, height int
}

// remake decodes, rotates, scales down and re-encodes. Only pixels are kept.
func remake(ctx context.Context, raw []byte) (remade, error) {
	found, err := look(raw)
	if err != nil {
		return remade{}, err
	}
	if err := slots.Acquire(ctx, 1); err != nil {
		return remade{}, busy(err)
	}
	defer slots.Release(1)
	if err := memory.Acquire(ctx, found.cost); err != nil {
		return remade{}, busy(err)
	}
	defer memory.Release(found.cost)
	decoded, err := found.decode(raw)
	if err != nil {
		return remade{}, unreadable(err)
	}
	upright := turn(shrink(decoded), found.orientation)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright, &jpeg.Options{Quality: keptQuality}); err != nil {
		return remade{}, err
	}
	return remade{jpeg: out.Bytes(), width: upright.Rect.Dx(), height: upright.Rect.Dy()}, nil
}

// header is the data in the first bytes of a photo.
type header struct {
	decode      func([]byte) (image.Image, error)
	orientation int   // 1–8 as in EXIF; 1 is upright
	cost        int64 // memory needed for decoding, in bytes
}

// look detects the format from the bytes, never from a name or a declared type, and estimates the decoding cost. Only
// the two decoders named here are used, whatever is registered with package image.
func look(raw []byte) (header, error) {
	var found header
	var config image.Config
	var err error
	var perPixel int64
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		config, err = jpeg.DecodeConfig(bytes.NewReader(raw))
		facts := readJPEG(raw)
		found.decode, found.orientation, perPixel = decodeJPEG, facts.orientation, facts.bytesPerPixel()
	case bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		config, err = png.DecodeConfig(bytes.NewReader(raw))
		found.decode, found.orientation, perPixel = decodePNG, 1, pngBytesPerPixel(raw, config.ColorModel)
	default:
		return header{}, fault.New(fault.Unsupported, "photo_format", "A photo must be a JPEG or a PNG.")
	}
	if err != nil {
		return header{}, unreadable(err)
	}
	w, h := int64(config.Width), int64(config.Height)
	if w < 1 || h < 1 {
		return header{}, unreadable(nil)
	}
	found.cost = w * h * perPixel
	if w > longestSide || h > longestSide || w*h > mostPixels || found.cost > decodeMemory {
		return header{}, fault.New(fault.TooLarge, "photo_too_many_pixels", "The photo has too many pixels.").
			With("width", w).With("height", h).With("most", mostPixels)
	}
	return found, nil
}

func decodeJPEG(raw []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(raw)) }

func decodePNG(raw []byte) (image.Image, error) { return png.Decode(bytes.NewReader(raw)) }

// pngBytesPerPixel returns the decoder's memory per pixel: the decoded picture and one more byte for its first
// half-size copy. An interlaced picture is decoded in passes whose sizes add up to one more picture.
func pngBytesPerPixel(raw []byte, model color.Model) int64 {
	const interlaceAt = 28 // the last byte of the header chunk, which DecodeConfig has checked
	each := int64(1)       // grey or a palette
	switch model {
	case color.Gray16Model:
		each = 2
	case color.RGBAModel, color.NRGBAModel:
		each = 4
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	}
	if len(raw) > interlaceAt && raw[interlaceAt] != 0 {
		each *= 2
	}
	return each + 1
}

// shrink scales the longer side to keptSide, by halves while possible: each half-size pixel is the mean of four,
// which avoids aliasing, and each step needs at most a quarter of the previous one's memory. Transparent pixels
// become white.
func shrink(src image.Image) *image.RGBA {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	for max(w, h) >= 2*keptSide {
		w, h = max(1, w/2), max(1, h/2)
		src = scaled(src, w, h)
	}
	if longer := max(w, h); longer > keptSide {
		w, h = max(1, w*keptSide/longer), max(1, h*keptSide/longer)
	}
	return scaled(src, w, h)
}

func scaled(src image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Rect, src, src.Bounds(), draw.Over, nil)
	return out
}

// turn applies an EXIF orientation.
func turn(src *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	across, down := w, h
	if orientation >= 5 {
		across, down = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, across, down))
	for y := range down {
		for x := range across {
			from := origin(orientation, image.Pt(x, y), image.Pt(w, h))
			out.SetRGBA(x, y, src.RGBAAt(from.X, from.Y))
		}
	}
	return out
}

// origin returns the source pixel for a point of the upright picture of this size.
func origin(orientation int, at, size image.Point) image.Point {
	right, bottom := size.X-1, size.Y-1
	switch orientation {
	case 2: // mirrored
		return image.Pt(right-at.X, at.Y)
	case 3: // upside down
		return image.Pt(right-at.X, bottom-at.Y)
	case 4: // mirrored, upside down
		return image.Pt(at.X, bottom-at.Y)
	case 5: // mirrored along the diagonal
		return image.Pt(at.Y, at.X)
	case 6: // rotated to its left side
		return image.Pt(at.Y, bottom-at.X)
	case 7: // mirrored along the other diagonal
		return image.Pt(right-at.Y, bottom-at.X)
	case 8: // rotated to its right side
		return image.Pt(right-at.Y, at.X)
	}
	return at
}

func unreadable(cause error) error {
	return fault.New(fault.Invalid, "photo_unreadable", "The photo is damaged or truncated.").Because(cause)
}

func busy(cause error) error {
	return fault.New(fault.Busy, "photos_busy", "Too many photos are being processed. Try again.").Because(cause)
}
