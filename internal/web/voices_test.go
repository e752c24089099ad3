package web

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/testkit"
	"tripol/internal/voice"
)

const voiceWords = "abababababababababababababababababababababababababababababababab"

// uploads uploads a recording as the signed-in person and returns the response with the file's digest.
func (w *phoneWorld) uploads(body []byte) (answer, string) {
	w.t.Helper()
	a := w.send("POST", voiceFiles, string(body), "Content-Type", "application/octet-stream")
	if a.status != http.StatusCreated {
		return a, ""
	}
	return a, decoded[voice.Kept](w.t, a.body).File
}

// The office records a text; a phone of protocol 2 gets it listed in its pack and fetches the file by its digest, one
// of protocol 1 gets the parts that it always got, and another organisation gets neither.
func TestARecordingReachesThePhones(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.person("mina", actor.Coordinator)
		w.signIn("mina", testPassword)
		_, before := w.packIn("rina", "2")
		_, first := w.packIn("rina", "1")
		w.signIn("mina", testPassword)
		a, file := w.uploads(testkit.Recording(1))
		if file == "" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		payload := fmt.Sprintf(`{"spoken":"consent_who","language":"bn","dialect":"Sadri","words":%q,"file":%q}`, voiceWords, file)
		if a := w.send("POST", "/api/v1/entries", entryOfKind("voice.record", payload)); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		listed := decoded[VoicesView](t, w.send("GET", "/api/v1/voice", "").body)
		if len(listed.Recordings) != 1 || listed.Recordings[0].File != file || listed.Recordings[0].Words != voiceWords ||
			listed.Recordings[0].By == "" || listed.MostDialectBytes != 400_000 {
			t.Errorf("%+v", listed)
		}
		_, parts := w.packIn("rina", "2")
		part := decoded[protocol2.Voice](t, parts["voice"])
		if before["voice"] != "" || len(part.Dialects) != 1 || part.Dialects[0].Dialect != "Sadri" ||
			part.Dialects[0].Recordings[0].SHA256 != file || part.Dialects[0].Recordings[0].Words != voiceWords {
			t.Errorf("before: %s, after: %s", before["voice"], parts["voice"])
		}
		if _, after := w.packIn("rina", "1"); after["voice"] != "" || len(after) != len(first) {
			t.Errorf("a pack of protocol 1 has %d parts instead of %d", len(after), len(first))
		}
		got := w.asPhone("rina", "GET", voiceFiles+"/"+file, "")
		if got.status != http.StatusOK || !strings.HasPrefix(got.body, "RIFF") || got.header.Get("Content-Type") != "audio/wav" ||
			got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%d %v", got.status, got.header)
		}
		for name, path := range map[string]string{"another": voiceWords, "no digest": "..", "none": "x"} {
			if got := w.asPhone("rina", "GET", voiceFiles+"/"+path, ""); got.status < 400 || got.status >= 500 {
				t.Errorf("%s: %d", name, got.status)
			}
		}
	})
}

// What is no recording is refused with its code, and by whoever may not record; nothing of it is stored.
func TestUploadsOfRecordingsAreJudged(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.person("mina", actor.Coordinator)
		w.person("gita", actor.OutreachWorker)
		w.signIn("mina", testPassword)
		for name, c := range map[string]struct {
			body []byte
			want string
		}{
			"a page":      {[]byte("<html><script>"), "voice_format"},
			"cut":         {testkit.Recording(1)[:100], "voice_unreadable"},
			"too large":   {testkit.Recording(voice.MostBytes / 2), "voice_too_large"},
			"8 MB":        {make([]byte, 8<<20), "voice_too_large"},
			"empty":       {nil, "voice_format"},
			"no body too": {[]byte{}, "voice_format"},
		} {
			a, _ := w.uploads(c.body)
			if !strings.Contains(a.body, `"code":"`+c.want+`"`) || !strings.Contains(a.body, `"path":"/file"`) || strings.Contains(a.body, "script") {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if a := w.send("POST", voiceFiles, "x", "Content-Type", "audio/mpeg"); !strings.Contains(a.body, "content_type") {
			t.Errorf("another type: %s", a.body)
		}
		w.signIn("gita", testPassword)
		if a, _ := w.uploads(testkit.Recording(1)); a.status != http.StatusForbidden {
			t.Errorf("an outreach worker: %d", a.status)
		}
	})
}

// A file of 50 MB over a real connection is refused in words, and nothing of it is kept in memory; the connection is not torn
// while the client still sends.
func TestAFileOf50MBIsRefusedInWords(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		sc.person("mina", actor.Coordinator)
		sc.signIn("mina", testPassword)
		line, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- sc.server.Serve(line) }()
		send := func(path string) (status int, body string) {
			q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+line.Addr().String()+path, bytes.NewReader(make([]byte, 50<<20)))
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Content-Type", "application/octet-stream")
			q.Header.Set("X-CSRF-Token", sc.csrf)
			q.Header.Set("Cookie", sessionCookie+"="+sc.cookie)
			answer, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatalf("%s: the connection was torn: %v", path, err)
			}
			defer answer.Body.Close()
			text, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			return answer.StatusCode, string(text)
		}
		for path, code := range map[string]string{voiceFiles: "voice_too_large", "/api/v1/photos": "body_too_large"} {
			if status, body := send(path); status != http.StatusRequestEntityTooLarge || !strings.Contains(body, `"code":"`+code+`"`) {
				t.Errorf("%s: %d %s", path, status, body)
			}
		}
		if err := sc.server.Shutdown(0); err != nil && <-done != nil {
			t.Error(err)
		}
	})
}

// The microphone is for the office's pages, where recordings are made, and for no other page.
func TestTheMicrophoneIsForTheOffice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for path, want := range map[string]string{officePath: "microphone=(self)", "/field/": "microphone=()", "/": "microphone=()"} {
			got := sc.send("GET", path, "").header.Get("Permissions-Policy")
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s", path, got)
			}
		}
	})
}
