package sound

import (
	"encoding/binary"
	"slices"
)

// cleanWAV rebuilds the file from its format and its samples; other chunks are dropped.
func cleanWAV(raw []byte) ([]byte, error) {
	const riffHeader, chunkHeader = 12, 8
	clean := append(make([]byte, 0, len(raw)), raw[:riffHeader]...)
	var found []string
	for rest := raw[riffHeader:]; len(rest) >= chunkHeader; {
		name, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:]))
		end := chunkHeader + size + size%2
		if name == "data" && size+chunkHeader == int64(len(rest)) {
			end = int64(len(rest)) // the last byte of padding is often left out
		}
		if end > int64(len(rest)) {
			return nil, errUnreadable()
		}
		if name == "fmt " && !plainSamples(rest[chunkHeader:end]) {
			return nil, errFormat()
		}
		if (name == "fmt " || name == "data") && !slices.Contains(found, name) {
			clean, found = append(clean, rest[:end]...), append(found, name)
		}
		rest = rest[end:]
	}
	if !slices.Equal(found, []string{"fmt ", "data"}) {
		return nil, errUnreadable()
	}
	binary.LittleEndian.PutUint32(clean[4:], uint32(len(clean)-chunkHeader)) //nolint:gosec // a short recording
	return clean, nil
}

// plainSamples reports whether the format is uncompressed samples, with or without an extension.
func plainSamples(format []byte) bool {
	const plain, extensible, shortest, longest = 1, 0xfffe, 16, 40
	if len(format) < shortest || len(format) > longest {
		return false
	}
	kind := binary.LittleEndian.Uint16(format)
	return kind == plain || kind == extensible
}
