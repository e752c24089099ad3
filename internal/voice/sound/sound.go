// Package sound recognises the container of a short recording and removes everything from it that is not sound: tags,
// pictures, times and the place that a phone's recorder writes into its files. It decodes no sound.
//
// A container is read by an allowlist: what the list does not name is blanked or dropped, so that a field that is
// invented later cannot carry a place past it.
package sound

import "tripol/internal/fault"

// Container is the format of a recording's file.
type Container string

// The containers.
const (
	WebM Container = "webm" // Opus: Chromium's and Firefox's MediaRecorder
	MP4  Container = "mp4"  // AAC or Opus: Safari's MediaRecorder, recorders of phones
	Ogg  Container = "ogg"  // Opus: Firefox's MediaRecorder, voice messages
	MP3  Container = "mp3"
	WAV  Container = "wav"
)

// Containers lists the containers once.
var Containers = []Container{WebM, MP4, Ogg, MP3, WAV}

// MediaType returns the media type of a container.
func (c Container) MediaType() string {
	switch c {
	case WebM:
		return "audio/webm"
	case MP4:
		return "audio/mp4"
	case Ogg:
		return "audio/ogg"
	case MP3:
		return "audio/mpeg"
	case WAV:
		return "audio/wav"
	}
	return "application/octet-stream"
}

// Clean returns a copy of a recording without anything but sound, and its container, which its first bytes tell. The
// copy is never longer than the recording.
func Clean(raw []byte) ([]byte, Container, error) {
	container := recognise(raw)
	var clean []byte
	err := errFormat()
	switch container {
	case WebM:
		clean, err = cleanWebM(raw)
	case MP4:
		clean, err = cleanMP4(raw)
	case Ogg:
		clean, err = cleanOgg(raw)
	case MP3:
		clean, err = cleanMP3(raw)
	case WAV:
		clean, err = cleanWAV(raw)
	}
	if err != nil {
		return nil, "", err
	}
	return clean, container, nil
}

// recognise returns the container that the first bytes of a file tell; empty: none of ours.
func recognise(raw []byte) Container {
	has := func(at int, magic string) bool {
		return len(raw) >= at+len(magic) && string(raw[at:at+len(magic)]) == magic
	}
	switch {
	case has(0, "\x1a\x45\xdf\xa3"):
		return WebM
	case has(4, "ftyp"):
		return MP4
	case has(0, "OggS"):
		return Ogg
	case has(0, "RIFF") && has(8, "WAVE"):
		return WAV
	case has(0, "ID3"), len(raw) > 1 && raw[0] == 0xff && raw[1]&0xe0 == 0xe0:
		return MP3
	}
	return ""
}

// errFormat is the fault of a file that is no recording, or one in a format that not every phone plays.
func errFormat() error {
	return fault.New(fault.Invalid, "voice_format", "This is not a recording in WebM, MP4, Ogg Opus, MP3 or WAV.").
		At("/file")
}

// errUnreadable is the fault of a recording that is damaged or cut short.
func errUnreadable() error {
	return fault.New(fault.Invalid, "voice_unreadable", "The recording is damaged or cut short.").At("/file")
}
