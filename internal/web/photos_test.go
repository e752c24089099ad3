package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// servedSafely returns the properties of a photo's response that would let a browser render it as a page.
func servedSafely(h http.Header) (broken []string) {
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'",
		"Content-Disposition": `filename="photo.jpg"`, "Cache-Control": "no-store",
	} {
		if !strings.Contains(h.Get(name), want) {
			broken = append(broken, name+" is "+h.Get(name))
		}
	}
	return broken
}

// B57: a photo is served by its handler alone, as a picture that no browser takes for anything else, under a random id;
// no name that somebody gave a file is kept or shown.
func TestB57_PhotosAreServedAsPicturesOnly(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 1, 1)
		id := r.keepsPhoto()
		a := r.send("GET", "/api/v1/photos/"+id, "", "Accept", "text/html")
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, "\xff\xd8\xff") {
			t.Fatalf("%d", a.status)
		}
		for _, b := range servedSafely(a.header) {
			t.Error(b)
		}
		page := http.Header{"Content-Type": {"text/html"}} // the control: the check sees an answer that is none of this
		if len(servedSafely(page)) != 5 {
			t.Error("the check does not see a page")
		}
		folder := string(media.ID(id)[len(id)-2:])
		for _, path := range []string{
			"/photos/" + id + ".jpg", "/" + folder + "/" + id + ".jpg", "/assets/" + id + ".jpg", "/assets/../photos/" + folder + "/" + id + ".jpg",
			"/api/v1/photos/" + id + ".jpg", "/api/v1/photos/..%2f" + id, "/api/v1/photos/" + folder + "/" + id, "/api/v1/photos/" + id + "%00.html",
		} {
			if a := r.send("GET", path, ""); a.status < 400 || a.status >= 500 || strings.Contains(a.body, "\xff\xd8\xff") {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		for name, c := range map[string]struct {
			kind, body string
			want       int
		}{
			"HTML as a picture": {"image/jpeg", "<html><script>alert(1)</script>", http.StatusUnsupportedMediaType},
			"SVG by its name":   {"image/svg+xml", "<svg onload=alert(1)>", http.StatusUnsupportedMediaType},
			"HTML by its name":  {"text/html", a.body, http.StatusUnsupportedMediaType},
			"half a picture":    {"image/png", "\x89PNG\r\n\x1a\n", http.StatusUnprocessableEntity},
		} {
			got := r.send("POST", "/api/v1/photos", c.body, "Content-Type", c.kind, "Content-Disposition", `attachment; filename="2341 2341 2346.jpg"`)
			if got.status != c.want || strings.Contains(got.body, "script") || strings.Contains(got.body, "2341") {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		}
	})
}

// B50: a photo of a family outside the viewer's areas gets the same response as a missing one; an unreferenced one is
// visible to its uploader.
func TestB50_APhotoHasTheScopeOfItsFamily(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 1, 0)
		r.as(planner, "area.put", area.AreaPut{Level: area.Block, Code: "2742", Name: "Hingalganj", Parent: "district:303"})
		id := r.keepsPhoto()
		look := func() answer { return r.send("GET", "/api/v1/photos/"+id, "") }
		missing := func() string { return r.send("GET", "/api/v1/photos/"+db.NewID(), "").body }
		mine, csrf := r.cookie, r.csrf
		r.personAt("near", "/19/303/2738/", actor.OutreachWorker)
		r.personAt("far", "/19/303/2742/", actor.OutreachWorker, actor.Coordinator, actor.ProtectionOfficer)
		seen := func(want map[string]int) {
			t.Helper()
			for login, status := range want {
				if r.cookie, r.csrf = mine, csrf; login != "" {
					r.cookie, r.csrf = "", ""
					r.signIn(login, testPassword)
				}
				a := look()
				if a.status != status || status == http.StatusNotFound && a.body != missing() {
					t.Errorf("%q: %d %s", login, a.status, a.body)
				}
			}
			r.cookie, r.csrf = mine, csrf
		}
		seen(map[string]int{"": http.StatusOK, "near": http.StatusNotFound, "far": http.StatusNotFound})
		a := r.send("POST", "/api/v1/entries", writing("damage.assess", fmt.Sprintf(
			`{"id":%q,"household":%q,"grade":4,"house":"kutcha","percent":null,"photos":[%q],"note":"","position":null}`,
			db.NewID(), r.households[0], id)))
		if a.status != http.StatusOK {
			t.Fatal(a.body)
		}
		seen(map[string]int{"": http.StatusOK, "near": http.StatusOK, "far": http.StatusNotFound})
	})
}
