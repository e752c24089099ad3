package sound

import (
	"bytes"
	"encoding/binary"
)

const fewestFrames = 3 // fewer can be found in any file

// cleanMP3 returns the frames of sound alone: tags before and after them are dropped (ID3, APE).
func cleanMP3(raw []byte) ([]byte, error) {
	rest := raw
	for bytes.HasPrefix(rest, []byte("ID3")) {
		size, ok := tagSize(rest)
		if !ok {
			return nil, errUnreadable()
		}
		rest = rest[size:]
	}
	clean, frames := make([]byte, 0, len(rest)), 0
	for len(rest) >= 4 {
		size := frameSize(binary.BigEndian.Uint32(rest))
		if size == 0 || size > len(rest) {
			break // the tags at the end, or a last frame that is cut
		}
		clean, rest = append(clean, rest[:size]...), rest[size:]
		frames++
	}
	if frames < fewestFrames {
		return nil, errFormat()
	}
	return clean, nil
}

// tagSize returns the length of an ID3v2 tag: four bytes of seven bits, its header, and a footer where it has one.
func tagSize(raw []byte) (size int, ok bool) {
	const header = 10
	if len(raw) < header {
		return 0, false
	}
	for _, b := range raw[6:header] {
		size = size<<7 | int(b&0x7f)
	}
	size += header
	if raw[5]&0x10 != 0 {
		size += header
	}
	return size, size <= len(raw)
}

var (
	bitrates = map[bool][16]int{ // kbit/s of Layer III: of MPEG 1, and of 2 and 2.5
		true:  {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
		false: {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
	}
	sampleRates = [4][4]int{{11025, 12000, 8000, 0}, {}, {22050, 24000, 16000, 0}, {44100, 48000, 32000, 0}}
)

// frameSize returns the length of the frame of MPEG Layer III with a header; 0: this is none.
func frameSize(header uint32) int {
	const sync, layerIII = 0x7ff, 1
	if header>>21 != sync || header>>17&3 != layerIII {
		return 0
	}
	version := header >> 19 & 3
	rate := sampleRates[version][header>>10&3]
	bits := bitrates[version == 3][header>>12&15]
	if rate == 0 || bits == 0 {
		return 0
	}
	samples := 72
	if version == 3 {
		samples = 144
	}
	return samples*bits*1000/rate + int(header>>9&1)
}
