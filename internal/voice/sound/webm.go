package sound

import (
	"bytes"
	"slices"
)

// The elements of WebM that a recording needs. A master is entered; a leaf is kept; any other element becomes a Void
// of its size, so that no offset changes.
const (
	idVoid        = 0xec
	idSegment     = 0x18538067
	idCluster     = 0x1f43b675
	idDocType     = 0x4282
	idTrackType   = 0x83
	idCodec       = 0x86
	idCodecHead   = 0x63a2
	idMuxingApp   = 0x4d80
	idWritingApp  = 0x5741
	idSimpleBlock = 0xa3
	idBlock       = 0xa1
	trackOfSound  = 2
	longestHeader = 64 // of the codec
)

var webMMasters = []uint64{
	0x1a45dfa3, idSegment, 0x1549a966 /* Info */, 0x1654ae6b /* Tracks */, 0xae, /* TrackEntry */
	0xe1 /* Audio */, idCluster, 0xa0, /* BlockGroup */
}

var webMLeaves = []uint64{
	0x4286, 0x42f7, 0x42f2, 0x42f3, idDocType, 0x4287, 0x4285, // the header's versions and lengths
	0x2ad7b1, 0x4489, idMuxingApp, idWritingApp, // time scale, duration, and the programs' names, which are zeroed
	0xd7, 0x73c5, idTrackType, idCodec, idCodecHead, 0x56aa, 0x56bb, 0xb9, 0x88, 0x55aa, 0x9c, 0x23e383, // the track
	0xb5, 0x9f, 0x6264, 0x78b5, // of Audio
	0xe7, idSimpleBlock, idBlock, 0x9b, 0x75a2, 0xfb, 0xa7, 0xab, // times and blocks
}

// cleanWebM blanks what is not sound. The elements of a cluster or track have ids of their own, so the file is read as
// one sequence: masters of unknown length, as MediaRecorder writes them, need no special case.
func cleanWebM(raw []byte) ([]byte, error) {
	clean := bytes.Clone(raw)
	tracks, blocks := 0, 0
	for at := 0; at < len(clean); {
		e, err := elementAt(clean, at)
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(webMMasters, e.id):
			at = e.from
			continue
		case e.open:
			return nil, errUnreadable()
		case !e.isSound(clean):
			return nil, errFormat()
		}
		e.clean(clean[at:e.to], e.from-at)
		if e.id == idCodec {
			tracks++
		}
		if e.id == idSimpleBlock || e.id == idBlock {
			blocks++
		}
		at = e.to
	}
	if tracks == 0 || blocks == 0 {
		return nil, errUnreadable()
	}
	return clean, nil
}

// clean blanks an element that is not listed, and the content of a program's name.
func (e element) clean(whole []byte, header int) {
	if !slices.Contains(webMLeaves, e.id) {
		blank(whole)
	}
	if e.id == idMuxingApp || e.id == idWritingApp {
		clear(whole[header:])
	}
}

// element is an element of EBML: its id, and its content from and to an offset.
type element struct {
	id       uint64
	from, to int
	open     bool // of unknown length
}

func elementAt(raw []byte, at int) (e element, err error) {
	id, after, ok := number(raw, at, 4)
	if !ok {
		return e, errUnreadable()
	}
	size, from, ok := number(raw, after, 8)
	if !ok {
		return e, errUnreadable()
	}
	width := from - after
	mask := uint64(1)<<(7*width) - 1
	e = element{id: id, from: from, to: len(raw), open: size&mask == mask}
	if e.open {
		return e, nil
	}
	size &= mask
	if slices.Contains(webMMasters, id) {
		return e, nil // entered: its length is not needed
	}
	if size > uint64(len(raw)-from) { //nolint:gosec // from is within the file
		return e, errUnreadable()
	}
	e.to = from + int(size) //nolint:gosec // within the file
	return e, nil
}

// number reads a number of variable length of at most so many bytes, with its marker.
func number(raw []byte, at, most int) (value uint64, after int, ok bool) {
	if at >= len(raw) || raw[at] == 0 {
		return 0, 0, false
	}
	width := 1
	for mark := byte(0x80); raw[at]&mark == 0; mark >>= 1 {
		width++
	}
	if width > most || at+width > len(raw) {
		return 0, 0, false
	}
	for _, b := range raw[at : at+width] {
		value = value<<8 | uint64(b)
	}
	return value, at + width, true
}

// isSound reports whether an element agrees with a recording: Opus in one kind of track.
func (e element) isSound(raw []byte) bool {
	content := raw[e.from:e.to]
	switch e.id {
	case idDocType:
		text := string(bytes.TrimRight(content, "\x00"))
		return text == "webm" || text == "matroska"
	case idTrackType:
		return len(content) == 1 && content[0] == trackOfSound
	case idCodec:
		return string(bytes.TrimRight(content, "\x00")) == "A_OPUS"
	case idCodecHead:
		return bytes.HasPrefix(content, []byte("OpusHead")) && len(content) <= longestHeader
	}
	return true
}

// blank turns an element of at least two bytes into a Void of the same size.
func blank(element []byte) {
	clear(element)
	element[0] = idVoid
	if rest := len(element) - 2; rest < 127 {
		element[1] = 0x80 | byte(rest) //nolint:gosec // below 127
		return
	}
	element[1] = 0x01 // a length of eight bytes, of which seven count
	rest := len(element) - 9
	for i := range 7 {
		element[8-i] = byte(rest >> (8 * i)) //nolint:gosec // one byte of it
	}
}
