package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/testkit"
)

// packIn fetches a pack of a protocol ("": none is stated), and returns the bytes of its parts.
func (w *phoneWorld) packIn(login, protocol string) (manifest protocol2.Manifest, parts map[string]string) {
	w.t.Helper()
	path := "/api/v1/pack"
	if protocol != "" {
		path += "?protocol=" + protocol
	}
	a := w.asPhone(login, "GET", path, "")
	var issued field.Issued
	if err := json.Unmarshal([]byte(a.body), &issued); err != nil || a.status != http.StatusOK {
		w.t.Fatalf("%d %s", a.status, a.body)
	}
	if err := json.Unmarshal(issued.Manifest, &manifest); err != nil {
		w.t.Fatal(err)
	}
	parts = map[string]string{"manifest": string(issued.Manifest)}
	for _, part := range manifest.Parts {
		got := w.asPhone(login, "GET", "/api/v1/pack/"+manifest.Pack+"/"+part.Name, "")
		if got.status != http.StatusOK || len(got.body) != part.Bytes || got.header.Get("Cache-Control") != "no-store" {
			w.t.Fatalf("%s: %d %s", part.Name, got.status, got.body)
		}
		parts[part.Name] = got.body
	}
	return manifest, parts
}

// A browser gets the parts of a pack gzipped, and reads the bytes that the manifest states.
func TestPartsOfPacksAreGzippedForBrowsers(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		m, parts := w.packIn("rina", "2")
		for _, part := range m.Parts {
			w.cookie = ""
			path := "/api/v1/pack/" + m.Pack + "/" + part.Name
			got := w.send("GET", path, "", "Authorization", w.tokens["rina"], "Accept-Encoding", "gzip, deflate, br")
			plain, err := got.uncompressed()
			if err != nil || got.header.Get("Content-Encoding") != "gzip" || got.header.Get("Vary") != "Accept-Encoding" {
				t.Fatalf("%s: %v %v", part.Name, err, got.header)
			}
			if string(plain) != parts[part.Name] {
				t.Errorf("%s is not what it is uncompressed", part.Name)
			}
		}
	})
}

func decoded[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// A phone that asks for protocol 2 gets the same parts in it: names in each language, villages once, and the time of a
// handover; a phone that states none gets protocol 1.
func TestAPhoneStatesItsProtocol(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		o := &phoneResponses{phoneWorld: w, names: map[string]string{}}
		o.pushes()
		w.seals()
		old, before := w.packIn("rina", "")
		same, _ := w.packIn("rina", "1")
		m, parts := w.packIn("rina", "2")
		if old.Protocol != 1 || same.Protocol != 1 || m.Protocol != 2 || len(m.Parts) != len(old.Parts) {
			t.Errorf("protocols %d, %d and %d, %d and %d parts", old.Protocol, same.Protocol, m.Protocol, len(old.Parts), len(m.Parts))
		}
		for i, part := range m.Parts {
			if part.Name != old.Parts[i].Name || part.Rows != old.Parts[i].Rows {
				t.Errorf("part %+v was %+v", part, old.Parts[i])
			}
		}
		work := decoded[protocol2.Work](t, parts["work"])
		item := work.Items[slices.IndexFunc(work.Items, func(i protocol2.Item) bool { return i.Code == "tarpaulin" })]
		if item.ID == "" || item.NameBN != "ত্রিপল" || work.Grants[0].Path != "/" || len(work.Distributions) != 2 {
			t.Errorf("%+v", work)
		}
		list := decoded[protocol2.List](t, parts["list-"+fixed(openList)])
		served := slices.IndexFunc(list.Families, func(e protocol2.Entitled) bool { return e.ServedAt != nil })
		if len(list.Families) != 2 || served < 0 || len(list.Villages) != 1 || list.Villages[0].NameBN != "পাটলিখানপুর" {
			t.Errorf("%+v", list)
		}
		areas := decoded[[]protocol2.Area](t, parts["areas"])
		if last := areas[len(areas)-1]; last.Outline == nil || len(last.Outline.Coordinates[0][0]) != 5 {
			t.Errorf("the outline is %+v", last.Outline)
		}
		if !strings.Contains(before["work"], `"NameBN"`) || strings.Contains(parts["work"], `"NameBN"`) { // the control
			t.Error("the two protocols have the same names")
		}
		feed := w.asPhone("rina", "GET", "/api/v1/feed?protocol=2&epoch=1&seq=0", "")
		if f := decoded[protocol2.Feed](t, feed.body); f.Protocol != 2 || len(f.Events) == 0 {
			t.Errorf("%d %s", feed.status, feed.body)
		}
		if again := w.asPhone("rina", "GET", "/api/v1/pack/"+old.Pack+"/work", ""); again.body != before["work"] {
			t.Error("a part of the earlier pack is not what it was")
		}
	})
}

// A protocol that this server does not know is refused with the one to use. Protocol 1 ends on its day: packs and the feed
// are refused with a code, and what the phone has not sent is accepted as before, in the same push.
func TestProtocol1Ends(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		refusal := func(path, body, code string, status int) {
			t.Helper()
			method := "GET"
			if body != "" {
				method = "POST"
			}
			a := w.asPhone("rina", method, path, body)
			if p := (Problem{}); a.status != status || code != "" && (json.Unmarshal([]byte(a.body), &p) != nil ||
				p.Code != code || p.Path != "/protocol" || p.Numbers["speaks"] != float64(2)) {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
		reads := []string{"/api/v1/pack", "/api/v1/feed?epoch=1&seq=0", "/api/v1/pack?protocol=1", "/api/v1/feed?protocol=1&epoch=1&seq=0"}
		for _, unknown := range []string{"0", "3", "two", "01"} {
			refusal("/api/v1/pack?protocol="+unknown, "", "unknown_protocol", http.StatusUnprocessableEntity)
			refusal("/api/v1/feed?epoch=1&seq=0&protocol="+unknown, "", "unknown_protocol", http.StatusUnprocessableEntity)
		}
		w.clock = field.Protocol1Ends.Add(-time.Second)
		for _, path := range reads { // the control: a second before
			refusal(path, "", "", http.StatusOK)
		}
		w.clock = field.Protocol1Ends.Time
		for _, path := range reads {
			refusal(path, "", "protocol_ended", http.StatusGone)
		}
		refusal("/api/v1/pack?protocol=2", "", "", http.StatusOK)
		refusal("/api/v1/feed?protocol=2&epoch=1&seq=0", "", "", http.StatusOK)
		a := w.asPhone("rina", "POST", "/api/v1/sync", pushed(record(100, 1, "list.searched",
			fmt.Sprintf(`{"distribution":%q,"by":"name","answers":3}`, fixed(openList)))))
		if a.status != http.StatusOK || !strings.Contains(a.body, `"status":"applied"`) {
			t.Errorf("a push: %d %s", a.status, a.body)
		}
	})
}

// Protocol 2 takes no more bytes for what protocol 1 has of each family, in a list and among the families, although it has
// names in three languages; the fields that it has beyond take a few. The control: with the village in each row it would.
func TestProtocol2IsNoLarger(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		const families = 40
		r := relieve(t, s, families, 0)
		r.person("rina", actor.OutreachWorker, actor.Distributor)
		w := &phoneWorld{scene: r.scene, tokens: map[string]string{}}
		r.cookie = ""
		w.tokens["rina"] = "Bearer " + string(r.enrol("rina").FullToken)
		_, before := w.packIn("rina", "1")
		_, now := w.packIn("rina", "2")
		for _, part := range []string{"list-" + string(r.distribution), "families"} {
			beyond := 0
			for _, field := range []string{`,"to_visit":true`, `,"verified":true`} {
				beyond += strings.Count(now[part], field) * len(field)
			}
			was, is := len(before[part]), len(now[part])-beyond
			t.Logf("%.8s: %d bytes a family in protocol 1, %d and %d beyond in protocol 2", part, was/families, is/families, beyond/families)
			if is > was {
				t.Errorf("%s grew from %d to %d bytes", part, was, is)
			}
		}
		list := decoded[protocol2.List](t, now["list-"+string(r.distribution)])
		village, err := json.Marshal(list.Villages[0])
		if err != nil {
			t.Fatal(err)
		}
		if with := len(now["list-"+string(r.distribution)]) + families*len(village); with <= len(before["list-"+string(r.distribution)]) {
			t.Errorf("with the village in each row it takes %d bytes", with)
		}
	})
}
