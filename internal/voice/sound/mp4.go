package sound

import (
	"bytes"
	"encoding/binary"
	"slices"
)

var (
	mp4Containers = []string{"moov", "trak", "mdia", "minf", "dinf", "stbl", "edts", "mvex", "moof", "traf"}
	mp4Leaves     = []string{
		"ftyp", "styp", "mdat", "sidx", "mvhd", "tkhd", "mdhd", "hdlr", "smhd", "dref", "stsd", "stts", "stsc", "stsz",
		"stz2", "stco", "co64", "ctts", "stss", "sgpd", "sbgp", "elst", "trex", "mehd", "mfhd", "tfhd", "tfdt", "trun",
	}
	mp4Codecs = []string{"mp4a", "Opus"}
)

const (
	boxHeader     = 8
	deepestBox    = 10
	handlerType   = 8  // offset of the type of a track in hdlr
	handlerName   = 24 // and of its name
	longestSample = 4096
)

// boxes reads the boxes of an MP4 file.
type boxes struct{ movies, tracks, data int }

// cleanMP4 blanks what is not sound: a box that is not listed becomes free space of the same size, so that the offsets
// of the samples stay. The times of recording are set to zero.
func cleanMP4(raw []byte) ([]byte, error) {
	clean := bytes.Clone(raw)
	var found boxes
	if err := found.read(clean, 0); err != nil {
		return nil, err
	}
	if found.movies == 0 || found.tracks == 0 || found.data == 0 {
		return nil, errUnreadable()
	}
	return clean, nil
}

func (b *boxes) read(raw []byte, depth int) error {
	if depth > deepestBox {
		return errUnreadable()
	}
	for len(raw) > 0 {
		header, size, ok := boxOf(raw, depth == 0)
		if !ok {
			return errUnreadable()
		}
		if err := b.box(string(raw[4:8]), raw[:size], header, depth); err != nil {
			return err
		}
		raw = raw[size:]
	}
	return nil
}

// boxOf returns the lengths of a box and its header. The last box of a file may extend to its end.
func boxOf(raw []byte, outermost bool) (header, size int, ok bool) {
	if len(raw) < boxHeader {
		return 0, 0, false
	}
	header = boxHeader
	length := uint64(binary.BigEndian.Uint32(raw))
	switch {
	case length == 0 && outermost:
		length = uint64(len(raw))
	case length == 1:
		header = 2 * boxHeader
		if len(raw) < header {
			return 0, 0, false
		}
		length = binary.BigEndian.Uint64(raw[boxHeader:])
	}
	if length < uint64(header) || length > uint64(len(raw)) {
		return 0, 0, false
	}
	return header, int(length), true //nolint:gosec // within the file
}

func (b *boxes) box(kind string, box []byte, header, depth int) error {
	content := box[header:]
	switch {
	case slices.Contains(mp4Containers, kind):
		if kind == "moov" {
			b.movies++
		}
		return b.read(content, depth+1)
	case !slices.Contains(mp4Leaves, kind):
		copy(box[4:8], "free")
		clear(content)
		return nil
	}
	switch kind {
	case "mvhd", "tkhd", "mdhd":
		return withoutTimes(content)
	case "hdlr":
		return b.handler(content)
	case "stsd":
		return sampleOfSound(content)
	case "mdat":
		b.data++
	}
	return nil
}

// withoutTimes sets the times of creation and change to zero.
func withoutTimes(content []byte) error {
	times := 12
	if len(content) > 0 && content[0] == 1 {
		times = 20
	}
	if len(content) < times {
		return errUnreadable()
	}
	clear(content[4:times])
	return nil
}

// handler admits tracks of sound only, and removes their names.
func (b *boxes) handler(content []byte) error {
	if len(content) < handlerName {
		return errUnreadable()
	}
	if string(content[handlerType:handlerType+4]) != "soun" {
		return errFormat()
	}
	clear(content[handlerName:])
	b.tracks++
	return nil
}

// sampleOfSound admits the codecs that phones play.
func sampleOfSound(content []byte) error {
	const kind = 12 // after version, number of entries and the length of the first
	if len(content) < kind+4 || len(content) > longestSample {
		return errUnreadable()
	}
	if !slices.Contains(mp4Codecs, string(content[kind:kind+4])) {
		return errFormat()
	}
	return nil
}
