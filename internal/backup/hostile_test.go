package backup

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

const photoName = "photos/018f0000-0000-4000-8000-0000000000aa.jpg"

// small is a whole archive of a few thousand bytes, written by the program's own writer.
func small(t *testing.T, to ...age.Recipient) []byte {
	t.Helper()
	var file bytes.Buffer
	sealed, err := encrypted(&file, to)
	if err != nil {
		t.Fatal(err)
	}
	w := newWriter(sealed, func(int64) {})
	must(t, w.addAbout(aboutSmall(t)))
	s, err := w.stream("database")
	must(t, err)
	_, err = s.Write(bytes.Repeat([]byte("rows of relief "), 60))
	must(t, errors.Join(err, s.Close()))
	must(t, w.add(photoName, []byte("the pixels of a photo")))
	_, err = w.close()
	must(t, errors.Join(err, sealed.Close()))
	return file.Bytes()
}

func aboutSmall(t *testing.T) About {
	t.Helper()
	versions, err := db.Versions(db.SQLite)
	must(t, err)
	at := db.At(time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC))
	return About{Format: Format, Engine: db.SQLite, Versions: versions, TakenAt: at, Photos: 1}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// content reads an archive whole, and answers its parts only when everything held.
func content(file []byte, keys ...age.Identity) (map[string]string, error) {
	a, err := Open(bytes.NewReader(file), keys)
	if err != nil {
		return nil, err
	}
	parts := map[string]string{}
	for {
		name, err := a.from.peek()
		if err != nil {
			return nil, err
		}
		if name == listName {
			break
		}
		_, body, err := a.from.take()
		if err != nil {
			return nil, err
		}
		parts[name] = string(body)
	}
	_, err = a.from.finish()
	about, _ := json.Marshal(a.About)
	parts[aboutName] = string(about)
	return parts, err
}

// B8: a changed byte anywhere is rejected, unless it changes nothing (the padding between parts).
func TestB8_EveryByteOfABackupFlipped(t *testing.T) {
	whole := small(t)
	want, err := content(whole)
	must(t, err)
	if len(want) != 3 {
		t.Fatalf("the archive has %d parts", len(want))
	}
	refused, flips := 0, testkit.Scale(8) // of the eight bits of each byte
	for i := range whole {
		for bit := range flips {
			bent := bytes.Clone(whole)
			bent[i] ^= 1 << ((i + bit) % 8)
			got, err := content(bent)
			switch {
			case err != nil && fault.Of(err) == nil:
				t.Errorf("byte %d: not a refusal: %v", i, err)
			case err != nil:
				refused++
			case !maps.Equal(got, want):
				t.Fatalf("byte %d was changed and the backup was taken for whole", i)
			}
		}
	}
	t.Logf("%d bytes: %d of %d changes refused, the others change nothing", len(whole), refused, flips*len(whole))
	if refused < len(whole)/2 {
		t.Error("hardly anything was refused")
	}
}

// The control: with the sums left out of the comparison, a changed byte goes through.
func TestB8_ControlWithoutSums(t *testing.T) {
	whole := small(t)
	at := bytes.Index(whole, []byte("rows of relief"))
	whole[at] ^= 1
	a, err := Open(bytes.NewReader(whole), nil)
	must(t, err)
	rows, err := io.ReadAll(a.from.stream("database"))
	must(t, err)
	if bytes.HasPrefix(rows, []byte("rows of relief")) {
		t.Fatal("the byte was not changed: the test above proves nothing")
	}
	if _, err := content(whole); !fault.Is(err, "backup_altered") {
		t.Errorf("with the sums: %v", err)
	}
}

func TestB8_EncryptedBackupFlippedOrOpenedWithAnotherKey(t *testing.T) {
	key, other := newKey(t), newKey(t)
	whole := small(t, key.Recipient())
	if bytes.Contains(whole, []byte("rows of relief")) || bytes.Contains(whole, []byte("pixels")) {
		t.Fatal("the backup is not encrypted")
	}
	want, err := content(whole, key)
	must(t, err)
	if _, err := content(whole, other); !fault.Is(err, "wrong_key") {
		t.Errorf("another key: %v", err)
	}
	if _, err := content(whole); !fault.Is(err, "identity_needed") {
		t.Errorf("no key: %v", err)
	}
	step := max(1, len(whole)/testkit.Scale(len(whole)*10))
	for i := 0; i < len(whole); i += step {
		bent := bytes.Clone(whole)
		bent[i] ^= 1 << (i % 8)
		if got, err := content(bent, key); err == nil && !maps.Equal(got, want) || err != nil && fault.Of(err) == nil {
			t.Errorf("byte %d: %v", i, err)
		}
	}
	for _, length := range []int{1, 100, len(whole) / 2, len(whole) - 1} {
		if _, err := content(whole[:length], key); fault.Of(err) == nil {
			t.Errorf("cut to %d bytes: %v", length, err)
		}
	}
}

func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	must(t, err)
	return key
}

func TestB8_ABackupCutAnywhereIsRefused(t *testing.T) {
	whole := small(t)
	want, err := content(whole)
	must(t, err)
	taken := 0
	for length := range whole {
		got, err := content(whole[:length])
		switch {
		case err == nil && maps.Equal(got, want):
			taken++ // only zeros were cut
		case fault.Of(err) == nil:
			t.Fatalf("cut to %d bytes: %v", length, err)
		}
	}
	if taken > 1024+512 {
		t.Errorf("%d cut files were taken for whole", taken)
	}
	for length, code := range map[int]string{0: "backup_unreadable", 700: "backup_cut_short", len(whole) / 2: "backup_cut_short"} {
		if _, err := content(whole[:length]); !fault.Is(err, code) {
			t.Errorf("cut to %d bytes: %v, not %s", length, err, code)
		}
	}
}

// forged is an archive with one strange member between the first part and the list.
func forged(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	var file bytes.Buffer
	w := newWriter(&file, func(int64) {})
	about := aboutSmall(t)
	about.Photos = 0
	must(t, w.addAbout(about))
	for _, h := range headers {
		content := bytes.Repeat([]byte("x"), int(min(h.Size, 20<<20)))
		must(t, w.tar.WriteHeader(&h))
		_, err := w.tar.Write(content)
		must(t, err)
		w.list.Parts = append(w.list.Parts, part{h.Name, int64(len(content)), sumOf(content)})
	}
	_, err := w.close()
	must(t, err)
	return file.Bytes()
}

func sumOf(content []byte) string {
	w := newWriter(io.Discard, func(int64) {})
	_ = w.add("x", content) // io.Discard takes everything
	return w.list.Parts[0].SHA256
}

func TestArchivesWithTricksAreRefused(t *testing.T) {
	file := func(name string) tar.Header {
		return tar.Header{Typeflag: tar.TypeReg, Name: name, Size: 4, Mode: 0o600}
	}
	link := func(kind byte, to string) tar.Header {
		return tar.Header{Typeflag: kind, Name: "database/000001", Linkname: to, Mode: 0o777}
	}
	for name, headers := range map[string][]tar.Header{
		"up":                   {file("../evil")},
		"up from photos":       {file("photos/../../evil.jpg")},
		"absolute":             {file("/tmp/evil")},
		"up in a table":        {file("tables/../000001")},
		"a name of dots":       {file("database/..")},
		"another name":         {file("tripol.db")},
		"backslashes":          {file(`photos\..\evil.jpg`)},
		"a key when none":      {file("keys/0001.seed")},
		"a folder":             {{Typeflag: tar.TypeDir, Name: "photos/", Mode: 0o700}},
		"a symbolic link":      {link(tar.TypeSymlink, "/etc")},
		"a hard link":          {link(tar.TypeLink, "about.json")},
		"a device":             {{Typeflag: tar.TypeChar, Name: "database/000001", Mode: 0o600}},
		"a part that is large": {{Typeflag: tar.TypeReg, Name: "database/000001", Size: partSize + 1, Mode: 0o600}},
		"the same twice":       {file("database/000001"), file("database/000001")},
		"a part left out":      {file("database/000002")},
		"another order":        {file(photoName), file("database/000001")},
		"a table in a file":    {file("tables/entry/000001")},
		"a photo uncounted":    {file("database/000001"), file(photoName)},
		"more in a PAX header": {{
			Typeflag: tar.TypeReg, Name: "database/000001", Size: 4, Mode: 0o600, Format: tar.FormatPAX,
			PAXRecords: map[string]string{"TRIPOL.x": "y"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			outside := t.TempDir()
			folder := filepath.Join(outside, "in")
			must(t, os.Mkdir(folder, 0o700))
			a, err := Open(bytes.NewReader(forged(t, headers...)), nil)
			if err == nil {
				_, err = a.Unpack(folder)
			}
			if fault.Of(err) == nil {
				t.Errorf("it was not refused: %v", err)
			}
			beside, err := os.ReadDir(outside)
			must(t, err)
			if len(beside) != 1 {
				t.Errorf("something was written outside: %v", beside)
			}
			must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
				if strings.Contains(path, "evil") || err == nil && !d.IsDir() && !d.Type().IsRegular() {
					t.Errorf("it made %s", path)
				}
				return err
			}))
		})
	}
	// The control: the same way of making an archive, with nothing strange in it, is taken.
	a, err := Open(bytes.NewReader(forged(t, file("database/000001"))), nil)
	must(t, err)
	if _, err := a.Unpack(t.TempDir()); err != nil {
		t.Errorf("an honest archive: %v", err)
	}
}

// A header may claim any size and a sparse file any hole: neither takes memory or disk that the file has not got.
func TestABombIsRefusedBeforeItGrows(t *testing.T) {
	var file bytes.Buffer
	w := newWriter(&file, func(int64) {})
	must(t, w.addAbout(aboutSmall(t)))
	must(t, w.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "database/000001", Size: 1 << 40, Mode: 0o600}))
	if _, err := content(file.Bytes()); !fault.Is(err, "backup_altered") && !fault.Is(err, "backup_unreadable") {
		t.Errorf("a terabyte claimed: %v", err)
	}
	file.Reset()
	w = newWriter(&file, func(int64) {})
	must(t, w.addAbout(aboutSmall(t)))
	must(t, w.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: listName, Size: listSize, Mode: 0o600}))
	if _, err := content(file.Bytes()); !fault.Is(err, "backup_cut_short") {
		t.Errorf("a list that is not there: %v", err)
	}
}

func TestABackupOfANewerProgramIsRefused(t *testing.T) {
	for code, change := range map[string]func(*About){
		"backup_newer_format": func(a *About) { a.Format = Format + 1 },
		"backup_newer_schema": func(a *About) { a.Versions = append(a.Versions, 9999) },
		"backup_unreadable":   func(a *About) { a.Engine = "oracle" },
	} {
		var file bytes.Buffer
		w := newWriter(&file, func(int64) {})
		about := aboutSmall(t)
		change(&about)
		must(t, w.addAbout(about))
		_, err := w.close()
		must(t, err)
		if _, err := Open(&file, nil); !fault.Is(err, code) {
			t.Errorf("%v, not %s", err, code)
		}
	}
	for _, text := range []string{"", "not a backup", strings.Repeat("PK\x03\x04", 900)} {
		if _, err := Open(strings.NewReader(text), nil); !fault.Is(err, "backup_unreadable") {
			t.Errorf("%.10q: %v", text, err)
		}
	}
}

func TestKeysAreReadWithoutBeingQuoted(t *testing.T) {
	key := newKey(t)
	if _, err := Recipients(key.String(), nil); !fault.Is(err, "recipient_unreadable") ||
		strings.Contains(err.Error(), key.String()) || errors.Unwrap(err) != nil {
		t.Errorf("a secret key given as a recipient: %v", err)
	}
	if _, err := Identities(strings.NewReader(key.Recipient().String())); !fault.Is(err, "identity_unreadable") {
		t.Errorf("a recipient given as an identity: %v", err)
	}
	to, err := Recipients(key.Recipient().String(), strings.NewReader("# a second\n"+newKey(t).Recipient().String()+"\n"))
	if err != nil || len(to) != 2 {
		t.Errorf("two recipients: %d %v", len(to), err)
	}
}
