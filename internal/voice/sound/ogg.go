package sound

import (
	"bytes"
	"encoding/binary"
)

const (
	pageHeader   = 27
	pageSequence = 18
	pageSum      = 22
	fullSegment  = 255
)

const noTagsLength = 16

// noTags is a packet of tags without any: no vendor, no comment.
var noTags = append([]byte("OpusTags"), make([]byte, noTagsLength-8)...)

// page is a page of an Ogg stream.
type page struct {
	header, segments, body []byte
}

// cleanOgg rebuilds an Opus stream with its first packet, no tags, and the pages of sound. What stands between pages or
// in another stream is refused.
func cleanOgg(raw []byte) ([]byte, error) {
	pages, err := pagesOf(raw)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(pages[0].body, []byte("OpusHead")) {
		return nil, errFormat()
	}
	after := tagPages(pages)
	if len(pages[0].body) > longestHeader || after < 0 || after >= len(pages) {
		return nil, errUnreadable()
	}
	tags := page{header: bytes.Clone(pages[1].header), segments: []byte{noTagsLength}, body: noTags}
	tags.header[5] = 0 // neither a continuation nor an end
	clear(tags.header[6:14])
	clean := make([]byte, 0, len(raw))
	clean = pages[0].append(clean, 0)
	clean = tags.append(clean, 1)
	for i, p := range pages[after:] {
		clean = p.append(clean, uint32(i)+2)
	}
	return clean, nil
}

// pagesOf returns the pages of a file with one stream; their checksums are verified.
func pagesOf(raw []byte) (pages []page, err error) {
	for len(raw) > 0 {
		if len(raw) < pageHeader || string(raw[:4]) != "OggS" || raw[4] != 0 {
			return nil, errUnreadable()
		}
		body := pageHeader + int(raw[26])
		if len(raw) < body {
			return nil, errUnreadable()
		}
		end := body
		for _, n := range raw[pageHeader:body] {
			end += int(n)
		}
		if len(raw) < end {
			return nil, errUnreadable()
		}
		p := page{header: raw[:pageHeader], segments: raw[pageHeader:body], body: raw[body:end]}
		if p.sum() != binary.LittleEndian.Uint32(p.header[pageSum:]) {
			return nil, errUnreadable()
		}
		if len(pages) > 0 && !bytes.Equal(p.header[14:18], pages[0].header[14:18]) {
			return nil, errFormat() // a second stream: a picture, a text
		}
		pages, raw = append(pages, p), raw[end:]
	}
	return pages, nil
}

// tagPages returns the number of the first page after the packet of tags, which ends a page (RFC 7845); negative: the
// packet is not there or does not end.
func tagPages(pages []page) int {
	if len(pages) < 2 || !bytes.HasPrefix(pages[1].body, noTags[:8]) {
		return -1
	}
	for i, p := range pages[1:] {
		for n, length := range p.segments {
			if length < fullSegment {
				if n != len(p.segments)-1 {
					return -1
				}
				return i + 2
			}
		}
	}
	return -1
}

// append appends the page under a sequence number.
func (p page) append(to []byte, sequence uint32) []byte {
	header := bytes.Clone(p.header)
	binary.LittleEndian.PutUint32(header[pageSequence:], sequence)
	header[26] = byte(len(p.segments)) //nolint:gosec // of a page: at most 255
	p.header = header
	binary.LittleEndian.PutUint32(header[pageSum:], p.sum())
	to = append(to, header...)
	to = append(to, p.segments...)
	return append(to, p.body...)
}

// sum is the checksum of a page: CRC-32 with the polynomial 0x04c11db7, unreflected, over the page with a zero sum.
func (p page) sum() (sum uint32) {
	for _, part := range [][]byte{p.header[:pageSum], make([]byte, 4), p.header[pageSum+4:], p.segments, p.body} {
		for _, b := range part {
			sum = sum<<8 ^ pageTable[byte(sum>>24)^b]
		}
	}
	return sum
}

var pageTable = func() (table [256]uint32) {
	for i := range table {
		sum := uint32(i) << 24
		for range 8 {
			carry := sum >> 31
			sum = sum<<1 ^ carry*0x04c11db7
		}
		table[i] = sum
	}
	return table
}()
