package media_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/jpeg"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"tripol/internal/fault"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// pngChunk is one chunk of a PNG.
func pngChunk(kind string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content))) //nolint:gosec // fixtures are short
	b = append(append(b, kind...), content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(append([]byte(kind), content...)))
}

// withChunks puts chunks behind a PNG's header.
func withChunks(file []byte, chunks ...[]byte) []byte {
	const headerEnd = 33
	return bytes.Join([][]byte{file[:headerEnd], bytes.Join(chunks, nil), file[headerEnd:]}, nil)
}

func deflated(content []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(content)
	_ = w.Close()
	return out.Bytes()
}

// What hides in the files.
const (
	script = "<script>alert('SECRETTAIL')</script>"
	svg    = `<svg xmlns="http://www.w3.org/2000/svg"><script>SECRETTAIL</script></svg>`
	canary = "SECRETCOMMENT"
)

// handMade is a grey 64 × 40 JPEG in a frame that Go's own encoder does not write: progressive (0xc2) with its first scan
// alone, or with four components as printers make them. Every bit of its pixels is 0: the one code of each table.
func handMade(frame byte, components int) []byte {
	file := []byte{0xff, 0xd8}
	if components == 4 {
		file = append(file, segment(0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x02"))...)
	}
	file = append(file, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...))...)
	for _, class := range []byte{0x00, 0x10} {
		file = append(file, segment(0xc4, append(append([]byte{class, 1}, make([]byte, 15)...), 0))...)
	}
	head, scan := []byte{8, 0, 40, 0, 64, byte(components)}, []byte{byte(components)}
	for i := range byte(components) {
		head, scan = append(head, i+1, 0x11, 0), append(scan, i+1, 0)
	}
	last := byte(63)
	if frame == 0xc2 {
		last = 0
	}
	file = append(file, append(segment(frame, head), segment(0xda, append(scan, 0, last, 0))...)...)
	return append(append(file, make([]byte, 8*5*2*components/8+8)...), 0xff, 0xd9)
}

// hostile is one file of the corpus. It must either be rejected or re-encoded.
type hostile struct {
	name string
	raw  []byte
	want string // the refusal; empty when it is a picture and must be kept, "any" when either is well
}

// corpus is made here from a seed: bombs, polyglots, other formats under a picture's name, headers that lie, places and
// devices in every segment that can hold them.
func corpus(t testing.TB) (all []hostile) {
	t.Helper()
	add := func(name, want string, raw []byte) { all = append(all, hostile{name, raw, want}) }
	bomb := deflated(make([]byte, 16<<20))
	add("progressive JPEG", "", handMade(0xc2, 3))
	add("progressive JPEG with a place", "", after(handMade(0xc2, 3), exif(binary.BigEndian, 6)))
	add("CMYK JPEG", "", handMade(0xc0, 4))
	add("progressive CMYK JPEG", "", handMade(0xc2, 4))
	add("JPEG of five components", "photo_unreadable", handMade(0xc0, 5))
	photo, drawing := asJPEG(t, picture(64, 40)), asPNG(t, picture(64, 40))
	for name, head := range map[string]string{
		"SVG": svg, "HTML": "<!DOCTYPE html>" + script, "XML": `<?xml version="1.0"?>` + svg, "GIF": "GIF89a\x01\x00\x01\x00", "BMP": "BM\x46\x00",
		"WebP": "RIFF\x24\x00\x00\x00WEBPVP8 ", "AVIF": "\x00\x00\x00\x1cftypavif", "HEIC": "\x00\x00\x00\x18ftypheic", "TIFF": "MM\x00*\x00\x00\x00\x08",
		"PDF": "%PDF-1.7\n", "ZIP": "PK\x03\x04", "ELF": "\x7fELF", "MZ": "MZ\x90", "JXL": "\xff\x0a", "JP2": "\x00\x00\x00\x0cjP  ", "PSD": "8BPS", "ICO": "\x00\x00\x01\x00",
		"script": "#!/bin/sh\n", "UTF-16": "\xff\xfe<\x00s\x00", "empty": "",
	} {
		add(name, "photo_format", []byte(head))
		add(name+" with a photo behind it", "photo_format", append([]byte(head+" "), photo...))
		add("photo with "+name+" behind it", "", append(bytes.Clone(photo), head+script...))
		add("drawing with "+name+" behind it", "", append(bytes.Clone(drawing), head+script...))
		add(name+" that says it is a JPEG", "photo_unreadable", []byte("\xff\xd8\xff"+head))
		add(name+" that says it is a PNG", "photo_unreadable", []byte("\x89PNG\r\n\x1a\n"+head))
		add(name+" in a comment", "", after(photo, segment(0xfe, []byte(head+script+canary))))
		add(name+" in a text chunk", "", withChunks(drawing, pngChunk("tEXt", []byte("Comment\x00"+head+script+canary))))
	}
	for marker := byte(0xe0); marker <= 0xef; marker++ {
		add(fmt.Sprintf("a secret in APP%d", marker-0xe0), "any", after(photo, segment(marker, []byte(secretMaker+canary))))
		add(fmt.Sprintf("64 kB in APP%d", marker-0xe0), "any", after(photo, segment(marker, bytes.Repeat([]byte{0xff}, 65_000))))
	}
	for orientation := range uint16(10) {
		add(fmt.Sprintf("EXIF with a place, orientation %d", orientation), "", after(photo, exif(binary.BigEndian, orientation)))
	}
	for _, kind := range []string{"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "iCCP", "acTL", "fcTL", "fdAT", "gAMA", "prVt"} {
		add("huge "+kind, "any", withChunks(drawing, pngChunk(kind, append([]byte("k\x00\x00"+canary), make([]byte, 1<<20)...))))
		add("bomb in "+kind, "any", withChunks(drawing, pngChunk(kind, append([]byte("k\x00\x00"), bomb...))))
		add("cut "+kind, "photo_unreadable", withChunks(drawing, pngChunk(kind, []byte("x"))[:10]))
	}
	for _, side := range []uint32{1 << 31, 1<<31 - 1, 50_000, 12_001} {
		for _, colour := range []byte{0, 2, 3, 4, 6} {
			add(fmt.Sprintf("PNG of %d squared, colour %d", side, colour), "refused", append(pngHeader(side, side, 8, colour), pngChunk("IDAT", bomb)...))
		}
	}
	for _, frame := range []byte{0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcf} {
		add(fmt.Sprintf("JPEG of 65,535 squared in frame %x", frame), "refused", jpegHeader(frame, 65_535, 65_535))
	}
	// A PNG whose pixels unfold without end behind a small header, and one whose pixels are too few.
	small := pngHeader(8, 8, 8, 2)
	add("pixels without end", "any", append(bytes.Clone(small), append(pngChunk("IDAT", bomb), pngChunk("IEND", nil)...)...))
	add("too few pixels", "photo_unreadable", append(bytes.Clone(small), append(pngChunk("IDAT", deflated(nil)), pngChunk("IEND", nil)...)...))
	r := rand.New(rand.NewPCG(57, 1))
	for i := range testkit.Scale(2000) {
		for name, whole := range map[string][]byte{"JPEG": after(photo, exif(binary.LittleEndian, 6)), "PNG": drawing} {
			broken := bytes.Clone(whole)
			for range 1 + r.IntN(8) {
				broken[r.IntN(len(broken))] = byte(r.IntN(256))
			}
			add(fmt.Sprintf("%s with wrong bytes, %d", name, i), "any", broken[:len(broken)-r.IntN(len(broken)/2)])
		}
	}
	return all
}

// clean is B57's check of a stored file: a JPEG of the stated size, without position, device, text or trailing data.
func clean(file []byte, w, h int) (broken []string) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.Width != w || config.Height != h || max(w, h) > 1600 {
		broken = append(broken, fmt.Sprintf("%d × %d, the file %d × %d, %v", w, h, config.Width, config.Height, err))
	}
	if !bytes.HasSuffix(file, []byte("\xff\xd9")) || bytes.Count(file, []byte("\xff\xd9")) != 1 {
		broken = append(broken, "something hangs behind the picture")
	}
	for marker := byte(0xe0); marker <= 0xef; marker++ {
		if bytes.Contains(file, []byte{0xff, marker}) {
			broken = append(broken, fmt.Sprintf("a segment APP%d", marker-0xe0))
		}
	}
	for _, secret := range append(remains(file), canaries(file)...) {
		broken = append(broken, "of the file as it came: "+secret)
	}
	return broken
}

func canaries(file []byte) (found []string) {
	for _, text := range []string{canary, "script", "svg", "PK\x03\x04", "%PDF"} {
		if bytes.Contains(file, []byte(text)) {
			found = append(found, text)
		}
	}
	return found
}

func TestB57_CorpusOfHostileImages(t *testing.T) {
	files := corpus(t)
	if len(files) < 300 {
		t.Errorf("the corpus has %d files", len(files))
	}
	kept := 0
	var dearest uint64
	for _, c := range files {
		var before, afterwards runtime.MemStats
		runtime.ReadMemStats(&before)
		file, w, h, err := media.Remake(t.Context(), c.raw)
		runtime.ReadMemStats(&afterwards)
		if spent := afterwards.TotalAlloc - before.TotalAlloc; spent > dearest {
			dearest = spent
		}
		refused := fault.Of(err)
		switch {
		case err != nil && refused == nil:
			t.Errorf("%s: not a refusal: %v", c.name, err)
		case err != nil && (c.want == "" || c.want != "any" && c.want != "refused" && refused.Code != c.want):
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		case err == nil && c.want != "" && c.want != "any":
			t.Errorf("%s was kept, want %s", c.name, c.want)
		case err == nil:
			kept++
			for _, b := range clean(file, w, h) {
				t.Errorf("%s: %s", c.name, b)
			}
		}
	}
	if kept < 50 || dearest > 64<<20 {
		t.Errorf("%d were kept, and one took %d MiB", kept, dearest>>20)
	}
	t.Logf("%d files, %d kept, the dearest allocated %d MiB", len(files), kept, dearest>>20)
}

// The control: a program that keeps the file as it came, as most do, is seen to keep scripts, places and devices.
func TestB57_ControlFilesKeptAsTheyCame(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range corpus(t) {
		if c.want == "" {
			for _, b := range clean(c.raw, 64, 40) {
				seen[strings.SplitN(b, ":", 2)[0]] = true
			}
		}
	}
	for _, want := range []string{"something hangs behind the picture", "a segment APP1", "of the file as it came"} {
		if !seen[want] {
			t.Errorf("the check never says %q", want)
		}
	}
}
