package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/fault"
	"tripol/internal/media"
)

// A stored photo is upright, whatever the camera's orientation was.
func TestOrientation(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for orientation := 1; orientation <= 8; orientation++ {
			raw := after(asJPEG(t, stored(picture(80, 48), orientation)), exif(order, uint16(orientation)))
			file, w, h, err := media.Remake(t.Context(), raw)
			if err != nil || w != 80 || h != 48 {
				t.Fatalf("orientation %d: %d × %d, %v", orientation, w, h, err)
			}
			standsUpright(t, file)
		}
	}
}

// An invalid orientation, or an offset outside the file, is ignored.
func TestOrientationBroken(t *testing.T) {
	whole := asJPEG(t, picture(80, 48))
	good := exif(binary.LittleEndian, 6)
	for cut := 4; cut < len(good); cut++ {
		short := append([]byte{}, good[:cut]...)
		binary.BigEndian.PutUint16(short[2:], uint16(cut-2))
		if _, _, _, err := media.Remake(t.Context(), after(whole, short)); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	for _, orientation := range []uint16{0, 9, 65535} {
		if _, w, _, err := media.Remake(t.Context(), after(whole, exif(binary.BigEndian, orientation))); err != nil ||
			w != 80 {
			t.Errorf("orientation %d: %d wide, %v", orientation, w, err)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, c := range []struct{ w, h, keptW, keptH int }{
		{1, 1, 1, 1},
		{1600, 900, 1600, 900},
		{1601, 900, 1600, 899},
		{4000, 3000, 1600, 1200},
		{900, 4800, 300, 1600},
		{12000, 3, 1600, 1},
	} {
		file, w, h, err := media.Remake(t.Context(), asJPEG(t, picture(c.w, c.h)))
		if err != nil || w != c.keptW || h < c.keptH || h > c.keptH+1 {
			t.Errorf("%d × %d became %d × %d, %v", c.w, c.h, w, h, err)
		}
		config, err := jpeg.DecodeConfig(bytes.NewReader(file))
		if err != nil || config.Width != w || config.Height != h {
			t.Errorf("the file is %d × %d, the row says %d × %d, %v", config.Width, config.Height, w, h, err)
		}
		if c.w > 4 && c.h > 4 {
			standsUpright(t, file)
		}
	}
}

func TestPNGKinds(t *testing.T) {
	rect := image.Rect(0, 0, 40, 24)
	seeThrough := image.NewNRGBA(rect)
	file, _, _, err := media.Remake(t.Context(), asPNG(t, seeThrough))
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil || !near(img.At(20, 12), color.RGBA{R: 255, G: 255, B: 255, A: 255}) {
		t.Errorf("what is transparent became %v, %v", img.At(20, 12), err)
	}
	for _, img := range []image.Image{
		image.NewGray(rect), image.NewGray16(rect), image.NewNRGBA64(rect),
		image.NewPaletted(rect, color.Palette{color.Black, color.White}),
	} {
		if _, w, h, err := media.Remake(t.Context(), asPNG(t, img)); err != nil || w != 40 || h != 24 {
			t.Errorf("%T: %d × %d, %v", img, w, h, err)
		}
	}
}

// Re-encoding keeps pixels only: no position, no camera, no comment, no trailing data.
func TestB57_NothingButPixelsSurvives(t *testing.T) {
	hidden := append(after(asJPEG(t, picture(80, 48)), exif(binary.LittleEndian, 1),
		segment(0xfe, []byte(secretComment)),
		segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+secretMaker))), secretTail...)
	for name, raw := range map[string][]byte{
		"JPEG": hidden,
		"PNG":  append(asPNG(t, picture(80, 48)), "PK\x03\x04"+secretTail...),
	} {
		file, _, _, err := media.Remake(t.Context(), raw)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if found := remains(file); len(found) != 0 {
			t.Errorf("%s: %v survived", name, found)
		}
	}
	// The control: in the file as it came all of it is there, so the check can see.
	if found := remains(hidden); len(found) != 7 {
		t.Errorf("the check sees only %v in the file as it came", found)
	}
}

// remains returns the secrets of a photo that a file still contains.
func remains(file []byte) []string {
	var found []string
	for _, secret := range []string{
		secretMaker, secretComment, "SECRETTAIL", "<script", "Exif", "\xff\xe1",
		"ns.adobe.com",
	} {
		if bytes.Contains(file, []byte(secret)) {
			found = append(found, secret)
		}
	}
	return found
}

// Each is refused with its code, and none costs more than its header.
func TestB57_RefusedFiles(t *testing.T) {
	whole := asJPEG(t, picture(200, 120))
	wholePNG := asPNG(t, picture(200, 120))
	wrongCheck := bytes.Clone(wholePNG)
	wrongCheck[len(wrongCheck)/2] ^= 0xff
	files := map[string][]struct {
		name string
		raw  []byte
	}{
		"photo_format": {
			{"nothing", nil},
			{"HTML", []byte("<html><script>alert(1)</script></html>")},
			{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)},
			{"GIF that is a script", []byte("GIF89a/*\x01\x00*/=1;alert(1)")},
			{"TIFF", []byte("II*\x00\x08\x00\x00\x00")},
			{"WebP", []byte("RIFF\x00\x00\x00\x00WEBPVP8 ")},
			{"BMP", []byte("BM\x00\x00\x00\x00")},
			{"PDF", []byte("%PDF-1.7")},
			{"ZIP", []byte("PK\x03\x04")},
			{"JPEG behind a blank", append([]byte(" "), whole...)},
			{"two bytes", []byte("\xff\xd8")},
		},
		"photo_unreadable": {
			{"three bytes", []byte("\xff\xd8\xff")},
			{"JPEG cut short", whole[:len(whole)/2]},
			{"PNG cut short", wholePNG[:len(wholePNG)/2]},
			{"PNG changed", wrongCheck},
			{"a header alone", pngHeader(100, 100, 8, 6)},
			{"a frame alone", jpegHeader(0xc0, 100, 100)},
			{"no width", jpegHeader(0xc0, 0, 100)},
			{"HTML that says it is a JPEG", []byte("\xff\xd8\xff<html><script>alert(1)</script>")},
		},
		"photo_too_many_pixels": {
			{"50,000 squared", pngHeader(50_000, 50_000, 8, 2)},
			{"a billion squared", pngHeader(1<<30, 1<<30, 8, 2)},
			{"a long thread", pngHeader(12_001, 1, 8, 0)},
			{"41 megapixels", pngHeader(8_200, 5_000, 8, 0)},
			{"JPEG of 65,535 squared", jpegHeader(0xc0, 65_535, 65_535)},
			{"progressive, few enough pixels, too much memory", jpegHeader(0xc2, 6_000, 6_000)},
			{"sixteen bits of four colours", pngHeader(6_000, 6_000, 16, 6)},
		},
	}
	for code, group := range files {
		for _, c := range group {
			var before, afterwards runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, _, err := media.Remake(t.Context(), c.raw)
			runtime.ReadMemStats(&afterwards)
			if !fault.Is(err, code) {
				if fault.Is(err, "photo_unreadable") && code == "photo_too_many_pixels" && strings.Contains(c.name, "billion") {
					continue // the decoder itself refuses to multiply it
				}
				t.Errorf("%s: %v, want %s", c.name, err, code)
			}
			if spent := afterwards.TotalAlloc - before.TotalAlloc; code != "photo_unreadable" && spent > 1<<20 {
				t.Errorf("%s: %d bytes were spent on refusing it", c.name, spent)
			}
		}
	}
	// The control: the frame that is refused as progressive is small enough as a plain one, and only then is decoded.
	if _, _, _, err := media.Remake(t.Context(), jpegHeader(0xc0, 6_000, 6_000)); !fault.Is(err, "photo_unreadable") {
		t.Errorf("a plain frame of 36 megapixels: %v", err)
	}
}

// Cut anywhere, a photo is refused or kept, and never anything else.
func TestB57_CutAnywhere(t *testing.T) {
	for _, raw := range [][]byte{
		after(asJPEG(t, picture(64, 40)), exif(binary.BigEndian, 8)),
		asPNG(t, picture(64, 40)),
	} {
		for n := range raw {
			if _, _, _, err := media.Remake(t.Context(), raw[:n]); err != nil && fault.Of(err) == nil {
				t.Fatalf("cut at %d: %v", n, err)
			}
		}
	}
}

// While every slot is taken a photo waits, and a request whose wait exceeds its limit gets an error.
func TestOnlySoManyAtOnce(t *testing.T) {
	raw := asJPEG(t, picture(80, 48))
	release := media.HoldSlots()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, _, _, err := media.Remake(ctx, raw); !fault.Is(err, "photos_busy") {
		t.Errorf("while the slots are held: %v", err)
	}
	release()
	if _, _, _, err := media.Remake(t.Context(), raw); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Large photos that come together are decoded within the memory that B57 allows.
func TestB57_MemoryOfManyLargePhotos(t *testing.T) {
	raw := asJPEG(t, image.NewYCbCr(image.Rect(0, 0, 6000, 4000), image.YCbCrSubsampleRatio420))
	runtime.GC()
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, _, _, err := media.Remake(t.Context(), raw); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	close(stop)
	if most := <-peak; most > 256<<20 {
		t.Errorf("%d MiB were in use", most>>20)
	} else {
		t.Logf("at most %d MiB were in use", most>>20)
	}
}

func FuzzRemake(f *testing.F) {
	small := asJPEG(f, picture(16, 12))
	f.Add(small)
	f.Add(after(small, exif(binary.LittleEndian, 6)))
	f.Add(after(small, exif(binary.BigEndian, 3), segment(0xfe, []byte(secretComment))))
	f.Add(asPNG(f, picture(16, 12)))
	f.Add(pngHeader(50_000, 50_000, 8, 2))
	f.Add(jpegHeader(0xc2, 300, 300))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, w, h, err := media.Remake(t.Context(), raw)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		config, err := jpeg.DecodeConfig(bytes.NewReader(file))
		if err != nil || config.Width != w || config.Height != h || max(w, h) > 1600 ||
			bytes.Contains(file, []byte("Exif")) {
			t.Fatalf("%d × %d, the file %d × %d, %v", w, h, config.Width, config.Height, err)
		}
	})
}
