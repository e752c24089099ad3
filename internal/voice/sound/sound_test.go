package sound_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tripol/internal/fault"
	"tripol/internal/testkit"
	"tripol/internal/voice/sound"
)

// place is what a phone's recorder writes into its files: where it was.
const place = "+22.2345+088.8765/ Rina's phone"

// ebml returns an element of WebM.
func ebml(id uint32, content ...[]byte) []byte {
	whole := slices.Concat(content...)
	head := binary.BigEndian.AppendUint32(nil, id)
	head = head[slices.IndexFunc(head, func(b byte) bool { return b != 0 }):]
	head = append(head, 0x08, 0, 0, 0, 0) // a length of five bytes
	binary.BigEndian.PutUint32(head[len(head)-4:], uint32(len(whole)))
	return append(head, whole...)
}

// open is a master of unknown length, as MediaRecorder writes it.
func open(id uint32, content ...[]byte) []byte {
	head := append(binary.BigEndian.AppendUint32(nil, id), 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	return append(head, slices.Concat(content...)...)
}

func webM(codec string, track byte, more ...[]byte) []byte {
	return slices.Concat(
		ebml(0x1a45dfa3, ebml(0x4282, []byte("webm"))),
		open(0x18538067,
			ebml(0x1549a966, ebml(0x2ad7b1, []byte{15, 66, 64}), ebml(0x7ba9, []byte(place)), ebml(0x5741, []byte(place))),
			ebml(0x1654ae6b, ebml(0xae, ebml(0xd7, []byte{1}), ebml(0x83, []byte{track}), ebml(0x86, []byte(codec)),
				ebml(0x536e, []byte(place)), ebml(0x63a2, []byte("OpusHead\x01\x01..........")))),
			slices.Concat(more...),
			open(0x1f43b675, ebml(0xe7, []byte{0}), ebml(0xa3, []byte("\x81\x00\x00\x80sound")), ebml(0xa0, ebml(0xa1, []byte("block")))),
			ebml(0x1254c367, ebml(0x7373, ebml(0x67c8, []byte(place)))),
			ebml(0x1941a469, []byte(strings.Repeat(place, 20))),
		))
}

func box(kind string, content ...[]byte) []byte {
	whole := slices.Concat(content...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(whole)+8)), kind...), whole...)
}

func mp4(handler, codec string) []byte {
	times := func(n int) []byte { return append(make([]byte, 4), bytes.Repeat([]byte{0xda}, n)...) }
	return slices.Concat(
		box("ftyp", []byte("M4A \x00\x00\x00\x00")),
		box("mdat", []byte("the sound")),
		box("moov",
			box("mvhd", times(96)),
			box("trak", box("tkhd", times(80)), box("mdia",
				box("mdhd", times(20)),
				box("hdlr", append(append(make([]byte, 8), handler...), make([]byte, 12)...), []byte(place)),
				box("minf", box("stbl", box("stsd", make([]byte, 12), []byte(codec), make([]byte, 8)), box("stco", make([]byte, 8)))),
			), box("udta", box("\xa9xyz", []byte(place)))),
			box("udta", box("\xa9xyz", []byte(place)), box("meta", []byte(place))),
		),
		box("uuid", []byte(place)),
		box("free", []byte(place)),
	)
}

// oggPage returns a page with a correct checksum.
func oggPage(serial, sequence byte, packets ...[]byte) []byte {
	page := append([]byte("OggS\x00\x00"), make([]byte, 20)...)
	page[14], page[18] = serial, sequence
	var table []byte
	for _, p := range packets {
		n := len(p)
		for ; n >= 255; n -= 255 {
			table = append(table, 255)
		}
		table = append(table, byte(n))
	}
	page = slices.Concat(append(page, byte(len(table))), table, slices.Concat(packets...))
	var sum uint32
	for _, b := range page {
		sum ^= uint32(b) << 24
		for range 8 {
			carry := sum >> 31
			sum = sum<<1 ^ carry*0x04c11db7
		}
	}
	binary.LittleEndian.PutUint32(page[22:], sum)
	return page
}

func ogg() []byte {
	return slices.Concat(oggPage(7, 0, []byte("OpusHead\x01\x01..........")),
		oggPage(7, 1, []byte("OpusTags"+strings.Repeat(place, 12))), oggPage(7, 2, []byte("sound"), []byte("sound")), oggPage(7, 3, []byte("end")))
}

func mp3() []byte {
	frame := append([]byte{0xff, 0xfb, 0x90, 0x00}, bytes.Repeat([]byte{0x55}, 413)...) // 128 kbit/s at 44,100: 417 bytes
	id3 := append([]byte("ID3\x04\x00\x00\x00\x00\x00"), byte(len(place)))
	tail := append([]byte("TAG"+place), make([]byte, 125-len(place))...)
	return slices.Concat(id3, []byte(place), bytes.Repeat(frame, 4), []byte("APETAGEX"+place), tail)
}

func wav() []byte {
	format := []byte{1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0}
	return testkit.RIFF(testkit.Chunk("LIST", []byte(place+" ")), testkit.Chunk("fmt ", format),
		testkit.Chunk("data", []byte("sounds")), testkit.Chunk("bext", []byte(place+" ")))
}

var recordings = map[sound.Container][]byte{
	sound.WebM: webM("A_OPUS", 2), sound.MP4: mp4("soun", "mp4a"), sound.Ogg: ogg(), sound.MP3: mp3(), sound.WAV: wav(),
}

// leaks reports whether a file tells where it was recorded.
func leaks(file []byte) bool {
	return bytes.Contains(file, []byte("22.2345")) || bytes.Contains(file, []byte("Rina"))
}

// What is not sound is removed from every container; the sound stays, and cleaning it again changes nothing.
func TestARecordingKeepsNothingButItsSound(t *testing.T) {
	for _, container := range sound.Containers {
		raw := recordings[container]
		clean, is, err := sound.Clean(raw)
		if err != nil || is != container {
			t.Fatalf("%s: %s %v", container, is, err)
		}
		if leaks(clean) || !leaks(raw) { // the second is the control
			t.Errorf("%s: the place is in the clean file: %v, in the recording: %v", container, leaks(clean), leaks(raw))
		}
		heard := map[sound.Container]string{sound.MP3: "\x55\x55\x55"}[container]
		if heard == "" {
			heard = "sound"
		}
		if !bytes.Contains(clean, []byte(heard)) {
			t.Errorf("%s: the sound is gone", container)
		}
		again, _, err := sound.Clean(clean)
		if err != nil || !bytes.Equal(again, clean) || len(clean) > len(raw) {
			t.Errorf("%s: cleaned again it differs: %v", container, err)
		}
	}
}

// The times of recording in an MP4 are set to zero; what stands behind them stays.
func TestTheTimesOfAnMP4AreRemoved(t *testing.T) {
	raw := mp4("soun", "mp4a")
	clean, _, err := sound.Clean(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{"mvhd", "tkhd", "mdhd"} {
		at := bytes.Index(clean, []byte(header)) + 8
		if !bytes.Equal(clean[at:at+8], make([]byte, 8)) || clean[at+8] != 0xda || raw[at] != 0xda {
			t.Errorf("%s: % x", header, clean[at:at+9])
		}
	}
}

// What is no recording, a film, or a codec that not every phone plays is refused by its code, whatever its name says.
func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"nothing":                 {nil, "voice_format"},
		"a page":                  {[]byte("<html><script>"), "voice_format"},
		"a picture":               {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), "voice_format"},
		"a film in WebM":          {webM("A_OPUS", 1), "voice_format"},
		"another codec in WebM":   {webM("A_VORBIS", 2), "voice_format"},
		"a film in MP4":           {mp4("vide", "avc1"), "voice_format"},
		"a track of places":       {mp4("meta", "mebx"), "voice_format"},
		"AMR, of old phones":      {mp4("soun", "samr"), "voice_format"},
		"Ogg with two streams":    {append(ogg(), oggPage(8, 0, []byte(place))...), "voice_format"},
		"Vorbis":                  {oggPage(7, 0, []byte("\x01vorbis")), "voice_format"},
		"WebM that is cut":        {webM("A_OPUS", 2)[:150], "voice_unreadable"},
		"MP4 that is cut":         {mp4("soun", "mp4a")[:150], "voice_unreadable"},
		"Ogg that is cut":         {ogg()[:150], "voice_unreadable"},
		"Ogg with a wrong sum":    {bytes.Replace(ogg(), []byte("end"), []byte("and"), 1), "voice_unreadable"},
		"a tag without sound":     {append([]byte("ID3\x04\x00\x00\x00\x00\x00"), append([]byte{31}, place...)...), "voice_format"},
		"a tag beyond its file":   {[]byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7f"), "voice_unreadable"},
		"WAV without samples":     {wav()[:60], "voice_unreadable"},
		"text after a WebM":       {append(webM("A_OPUS", 2), 0, 0, 0), "voice_unreadable"},
		"nothing but a header":    {ebml(0x1a45dfa3, ebml(0x4282, []byte("webm"))), "voice_unreadable"},
		"MP4 without a movie":     {box("ftyp", []byte("M4A ")), "voice_unreadable"},
		"boxes within boxes, too": {nested(40), "voice_unreadable"},
	} {
		if _, _, err := sound.Clean(c.file); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func nested(n int) []byte {
	inner := box("moov")
	for range n {
		inner = box("moov", inner)
	}
	return append(box("ftyp", []byte("M4A ")), inner...)
}

// Recordings of a browser's own recorder and of other programs, as they were made.
func TestRecordingsOfBrowsersAreKept(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no recordings", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		clean, container, err := sound.Clean(raw)
		if err != nil || "."+string(container) != filepath.Ext(name) {
			t.Fatalf("%s: %s %v", name, container, err)
		}
		if again, _, err := sound.Clean(clean); err != nil || !bytes.Equal(again, clean) {
			t.Errorf("%s: cleaned again it differs: %v", name, err)
		}
	}
}

// No file makes the reader fail or grow, and what it lets through it would let through again unchanged.
func FuzzClean(f *testing.F) {
	for _, raw := range recordings {
		f.Add(raw)
	}
	f.Add(nested(3))
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		clean, _, err := sound.Clean(raw)
		if !bytes.Equal(before, raw) {
			t.Fatal("the file itself was changed")
		}
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		again, _, err := sound.Clean(clean)
		if err != nil || !bytes.Equal(again, clean) || len(clean) > len(raw) {
			t.Fatalf("cleaned again it differs: %v", err)
		}
	})
}
