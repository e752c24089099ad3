package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// The pictures are generated: four quarters, red green / blue yellow, which show the orientation.

var quarters = [4]color.RGBA{{R: 220, A: 255}, {G: 220, A: 255}, {B: 220, A: 255}, {R: 220, G: 220, A: 255}}

func quarter(x, y, w, h int) color.RGBA {
	n := 0
	if x >= w/2 {
		n++
	}
	if y >= h/2 {
		n += 2
	}
	return quarters[n]
}

func picture(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, quarter(x, y, w, h))
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// segment is one JPEG segment with its marker and length.
func segment(marker byte, content []byte) []byte {
	length := uint16(len(content) + 2) //nolint:gosec // fixtures are short
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, length), content...)
}

// after puts segments behind the first two bytes of a JPEG.
func after(file []byte, segments ...[]byte) []byte {
	return append(append([]byte{0xff, 0xd8}, bytes.Join(segments, nil)...), file[2:]...)
}

// The things of a photo that must not survive.
const (
	secretMaker   = "SECRETPHONE"
	secretComment = "SECRETCOMMENT"
	secretTail    = "<script>SECRETTAIL</script>"
)

// exif is an APP1 segment with an orientation, the phone's maker and a place (22° N, 88° E).
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	head := "II*\x00"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		head = "MM\x00*"
	}
	entry := func(b []byte, tag, kind uint16, count, value uint32) []byte {
		b = order.AppendUint16(order.AppendUint16(b, tag), kind)
		return order.AppendUint32(order.AppendUint32(b, count), value)
	}
	const entries, start = 3, 8
	values := uint32(start + 2 + entries*12 + 4)
	b := order.AppendUint32([]byte(head), start)
	b = order.AppendUint16(b, entries)
	b = entry(b, 0x010f, 2, uint32(len(secretMaker)+1), values)
	b = order.AppendUint16(order.AppendUint16(b, 0x0112), 3) // the orientation, a short in the first half of its value
	b = order.AppendUint16(order.AppendUint16(order.AppendUint32(b, 1), orientation), 0)
	gps := values + uint32(len(secretMaker)+1)
	b = entry(b, 0x8825, 4, 1, gps)
	b = order.AppendUint32(b, 0)
	b = append(append(b, secretMaker...), 0)
	b = order.AppendUint16(b, 1)
	b = entry(b, 0x0002, 5, 3, gps+2+12+4) // GPSLatitude
	b = order.AppendUint32(b, 0)
	for _, n := range []uint32{22, 1, 34, 1, 12, 1} {
		b = order.AppendUint32(b, n)
	}
	return segment(0xe1, append([]byte("Exif\x00\x00"), b...))
}

// pngHeader is a PNG that claims a size and holds nothing.
func pngHeader(w, h uint32, depth, colour byte) []byte {
	content := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	content = append(content, depth, colour, 0, 0, 0)
	file := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(file, content...), crc32.ChecksumIEEE(content))
}

// jpegHeader is a JPEG that claims a size in a frame of this kind and holds nothing.
func jpegHeader(frame byte, w, h uint16) []byte {
	content := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, h), w)
	content = append(content, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	return append([]byte{0xff, 0xd8}, append(segment(frame, content), segment(0xda, []byte{1, 1, 0, 0, 63, 0})...)...)
}

// stored returns the pixels of a picture as a camera in that orientation stores them. The table is the standard's
// own: the visual side of the first row and of the first column.
func stored(upright *image.RGBA, orientation int) *image.RGBA {
	w, h := upright.Rect.Dx(), upright.Rect.Dy()
	sides := [9][2]string{
		1: {"top", "left"},
		{"top", "right"},
		{"bottom", "right"},
		{"bottom", "left"},
		{"left", "top"},
		{"right", "top"},
		{"right", "bottom"},
		{"left", "bottom"},
	}[orientation]
	across, down := w, h
	if orientation >= 5 {
		across, down = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, across, down))
	for row := range down {
		for column := range across {
			x, y := 0, 0
			for i, n := range []int{row, column} {
				switch sides[i] {
				case "top":
					y = n
				case "bottom":
					y = h - 1 - n
				case "left":
					x = n
				case "right":
					x = w - 1 - n
				}
			}
			out.SetRGBA(column, row, upright.RGBAAt(x, y))
		}
	}
	return out
}

// near reports whether a decoded colour matches, allowing for JPEG's losses.
func near(got color.Color, want color.RGBA) bool {
	r, g, b, _ := got.RGBA()
	for _, d := range []int{int(r>>8) - int(want.R), int(g>>8) - int(want.G), int(b>>8) - int(want.B)} {
		if d > 40 || d < -40 {
			return false
		}
	}
	return true
}

// standsUpright checks the four quarters of a kept file.
func standsUpright(t *testing.T, file []byte) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for _, at := range [][2]int{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
		if want := quarter(at[0], at[1], w, h); !near(img.At(at[0], at[1]), want) {
			t.Errorf("at %v of %d × %d stands %v, not %v", at, w, h, img.At(at[0], at[1]), want)
		}
	}
}
