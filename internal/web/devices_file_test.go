package web

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/people"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// proven is a piece of a file as a phone with this token writes it.
func proven(t *testing.T, token people.Token, envelope string) string {
	t.Helper()
	key := sha256.Sum256([]byte(token))
	sum := hmac.New(sha256.New, key[:])
	sum.Write([]byte(envelope))
	raw, err := json.Marshal(FilePiece{Envelope: envelope, Proof: hex.EncodeToString(sum.Sum(nil))})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// A photo comes on the file with its entry, the size of several pieces, and once.
func TestAFilesPhotoIsItsPhones(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator, actor.Coordinator)
		sc.person("mina", actor.Coordinator)
		cookie, csrf := sc.cookie, sc.csrf
		sc.cookie = ""
		v := sc.enrol("mina")
		sc.cookie, sc.csrf = cookie, csrf
		var picture bytes.Buffer
		noise := image.NewGray(image.Rect(0, 0, 700, 700))
		chance := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // a picture that does not shrink
		for i := range noise.Pix {
			noise.Pix[i] = byte(chance.UintN(256)) //nolint:gosec // bounded
		}
		if err := jpeg.Encode(&picture, noise, nil); err != nil {
			t.Fatal(err)
		}
		sealed, err := seal.Seal(picture.Bytes(), v.SealKey)
		if err != nil || len(sealed) <= field.MostPiece {
			t.Fatalf("a photo of %d bytes, %v", len(sealed), err)
		}
		path, id := fmt.Sprintf("/api/v1/devices/%s/photos", v.Credential), db.NewID()
		text := base64.StdEncoding.EncodeToString(sealed)
		body := func(token people.Token) string {
			var piece FilePiece
			if err := json.Unmarshal([]byte(proven(t, token, id+" "+text)), &piece); err != nil {
				t.Fatal(err)
			}
			return fmt.Sprintf(`{"photo":%q,"sealed":%q,"proof":%q}`, id, text, piece.Proof)
		}
		if a := sc.send("POST", path, body(v.FullToken)); a.status != http.StatusForbidden {
			t.Errorf("proved by another token: %d %s", a.status, a.body)
		}
		for range 2 {
			if a := sc.send("POST", path, body(v.PushToken)); a.status != http.StatusOK || !strings.Contains(a.body, `"done":true`) {
				t.Errorf("%d %s", a.status, a.body)
			}
		}
		sc.send("POST", "/api/v1/entries", fmt.Sprintf(`{"id":%q,"kind":"device.withdraw","schema":1,`+
			`"occurred_at":"2020-06-05T09:00:00Z","payload":{"credential":%q,"reason":"lost"}}`, db.NewID(), v.Credential))
		// Not 401, which would sign out the person who uploads the file.
		if a := sc.send("POST", path, body(v.PushToken)); a.status != http.StatusForbidden || a.problem(t).Code != "device_withdrawn" {
			t.Errorf("of a withdrawn phone: %d %s", a.status, a.body)
		}
		var n int64
		err = s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Table("photo").Count(&n).Error })
		if err != nil || n != 1 {
			t.Errorf("%d photos, %v", n, err)
		}
	})
}

// The outbox file of a phone is processed like its sync, and its carrier can neither alter nor forge it: entries keep
// the worker's authorship. The uploader is recorded.
func TestAFileIsItsPhones(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator, actor.Coordinator)
		sc.person("mina", actor.Coordinator)
		cookie, csrf := sc.cookie, sc.csrf
		sc.cookie = ""
		v, other := sc.enrol("mina"), sc.enrol("mina")
		sc.cookie, sc.csrf = cookie, csrf
		path := fmt.Sprintf("/api/v1/devices/%s/records", v.Credential)
		entries := func() (n int64) {
			err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Table("entry").Count(&n).Error })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := entries()
		envelope := pushed(settlement())
		good := proven(t, v.PushToken, envelope)
		for what, body := range map[string]string{
			"no proof":               fmt.Sprintf(`{"envelope":%q,"proof":""}`, envelope),
			"another phone's proof":  proven(t, other.PushToken, envelope),
			"the wrong token's":      proven(t, v.FullToken, envelope),
			"a letter was changed":   strings.Replace(good, "Counted", "counted", 1),
			"an envelope of nothing": fmt.Sprintf(`{"envelope":"","proof":%q}`, strings.Repeat("00", sha256.Size)),
		} {
			if a := sc.send("POST", path, body); a.status != http.StatusForbidden || a.problem(t).Code != "not_from_this_phone" {
				t.Errorf("%s: %d %s", what, a.status, a.body)
			}
		}
		if a := sc.send("POST", path, `{"envelope":"{}","proof":"xyz"}`); a.status != http.StatusUnprocessableEntity {
			t.Errorf("a proof that is none: %d %s", a.status, a.body)
		}
		if n := entries(); n != before {
			t.Errorf("%d entries were made of files that prove nothing", n-before)
		}
		if a := sc.send("POST", path, good); a.status != http.StatusOK || !strings.Contains(a.body, `"not_found"`) {
			t.Errorf("the phone's own: %d %s", a.status, a.body)
		}
		var by string
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Raw(`SELECT a.login FROM entry e JOIN account a ON a.id = e.author WHERE e.kind = 'outbox.bring'`).Row().Scan(&by)
		})
		if err != nil || by != "sabita" {
			t.Errorf("brought by %q, %v", by, err)
		}
	})
}
