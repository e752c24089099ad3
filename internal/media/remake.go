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

// The limits of what is decoded. Decoding a small file can take any amount of memory, so its header is read and weighed
// first.
const (
	longestSide   = 12_000
	mostPixels    = 40_000_000
	keptSide      = 1600
	keptQuality   = 82
	decodesAtOnce = 2
	decodeMemory  = 160 << 20 // bytes, for all decodes together
)

var (
	slots  = semaphore.NewWeighted(decodesAtOnce)
	memory = semaphore.NewWeighted(decodeMemory)
)

// remade is a photo made anew.
type remade struct {
	jpeg          []byte
	width, height int
}

// remake decodes, turns upright, shrinks and encodes again. Only pixels survive it.
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

// header is what the first bytes of a photo tell.
type header struct {
	decode      func([]byte) (image.Image, error)
	orientation int   // 1–8 as in EXIF; 1 is upright
	cost        int64 // bytes of memory that decoding will take
}

// look sniffs the format from the bytes, never from a name or a type that somebody claims, and weighs the picture.
// The two decoders are named: what else may be registered with package image is never reached.
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

// pngBytesPerPixel counts the decoded picture and one more byte for its first half-size copy. An interlaced picture is
// decoded in passes whose sizes add up to one more picture.
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

// shrink brings the longer side to keptSide, halving as long as it can: each half-size pixel is the mean of four, so
// nothing flickers, and no step needs more than a quarter of the memory of the one before. What is transparent becomes
// white.
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

// origin says which pixel of a picture of this size stands at a point once it is upright.
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
	case 6: // lying on its left side
		return image.Pt(at.Y, bottom-at.X)
	case 7: // mirrored along the other diagonal
		return image.Pt(right-at.Y, bottom-at.X)
	case 8: // lying on its right side
		return image.Pt(right-at.Y, at.X)
	}
	return at
}

func unreadable(cause error) error {
	return fault.New(fault.Invalid, "photo_unreadable", "The photo is damaged or cut short.").Because(cause)
}

func busy(cause error) error {
	return fault.New(fault.Busy, "photos_busy", "Too many photos are being read just now; try again.").Because(cause)
}
