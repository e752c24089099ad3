package simulate

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// The control of B58: an office that is answered with an error, or told to come again without when, is noticed.
func TestB58_ControlDesksNotice(t *testing.T) {
	for what, c := range map[string]struct {
		status int
		after  string
		wrong  bool
		busy   int
	}{
		"answered":             {http.StatusOK, "", false, 0},
		"told to come again":   {http.StatusServiceUnavailable, "2", false, 1},
		"told, and not when":   {http.StatusServiceUnavailable, "", true, 0},
		"an error of our side": {http.StatusInternalServerError, "", true, 0},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.after != "" {
				w.Header().Set("Retry-After", c.after)
			}
			w.WriteHeader(c.status)
		}))
		d := &officeUsers{url: server.URL, stop: func() {}}
		status, err := d.page(t.Context(), "/", "")
		d.note(status, time.Millisecond, err, false)
		if _, busy, err := d.finish(); (err != nil) != c.wrong || busy != c.busy {
			t.Errorf("%s: %d busy, %v", what, busy, err)
		}
		server.Close()
	}
}
