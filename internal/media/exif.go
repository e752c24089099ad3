package media

import (
	"bytes"
	"encoding/binary"
)

// jpegFacts are the properties of a JPEG that are needed before decoding.
type jpegFacts struct {
	orientation int
	progressive bool
	components  int64
}

// bytesPerPixel returns the decoder's maximum memory per pixel: the decoded picture, one more byte for its first
// half-size copy, and for a progressive JPEG the coefficients kept until the last scan. It assumes no subsampling.
func (f jpegFacts) bytesPerPixel() int64 {
	const coefficient = 4
	each := f.components + 1
	if f.components == 4 {
		each += 4 // one more conversion
	}
	if f.progressive {
		each += coefficient * f.components
	}
	return each
}

// JPEG markers.
const (
	markerAPP1 = 0xe1
	markerSOS  = 0xda
	markerSOF0 = 0xc0
	markerSOF2 = 0xc2 // progressive
)

// readJPEG parses the segments before the first scan. For a malformed file it returns the values found so far; the
// decoder rejects it later.
func readJPEG(raw []byte) jpegFacts {
	facts := jpegFacts{orientation: 1, components: 4, progressive: true} // most expensive defaults
	rest := raw[2:]
	for len(rest) >= 4 && rest[0] == 0xff {
		marker := rest[1]
		if marker == 0xff { // fill byte
			rest = rest[1:]
			continue
		}
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if marker == markerSOS || length < 2 || 2+length > len(rest) {
			return facts
		}
		segment := rest[4 : 2+length]
		switch {
		case marker == markerAPP1:
			if o := orientationOf(segment); o != 0 {
				facts.orientation = o
			}
		case marker >= markerSOF0 && marker <= markerSOF2 && len(segment) > 5:
			facts.progressive = marker == markerSOF2
			facts.components = int64(min(max(segment[5], 1), 4))
		}
		rest = rest[2+length:]
	}
	return facts
}

// The layout of a TIFF directory: a count, then entries of twelve bytes.
const (
	tiffHeader     = 8
	directoryEntry = 12
	tagOrientation = 0x0112
	typeShort      = 3
	mostEntries    = 200
)

// orientationOf returns the orientation in an EXIF segment, 0 when it has none.
func orientationOf(segment []byte) int {
	tiff, is := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !is || len(tiff) < tiffHeader {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range min(order.Uint16(tiff[at:]), mostEntries) {
		if len(entries) < directoryEntry {
			return 0
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 0
		}
		entries = entries[directoryEntry:]
	}
	return 0
}
