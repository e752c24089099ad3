package testkit

import "encoding/binary"

// Recording returns a short recording as a WAV file; another number is another recording, of another length.
func Recording(n int) []byte {
	samples := make([]byte, 800+2*n)
	for i := range samples {
		samples[i] = byte(i * n)
	}
	format := []byte{1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0} // 8,000 samples a second of 16 bits
	return RIFF(Chunk("fmt ", format), Chunk("data", samples))
}

// RIFF returns a WAV file of these chunks.
func RIFF(chunks ...[]byte) []byte {
	file := []byte("RIFF....WAVE")
	for _, chunk := range chunks {
		file = append(file, chunk...)
	}
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8)) //nolint:gosec // a short file
	return file
}

// Chunk returns a chunk of a WAV file.
func Chunk(name string, content []byte) []byte {
	chunk := append([]byte(name), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(chunk[4:], uint32(len(content))) //nolint:gosec // a short file
	return append(chunk, content...)
}
