package app_test

import (
	"strings"
	"testing"

	"tripol/internal/db"
)

// A server that browsers reach by https through a proxy that is not named says so when it starts.
func TestAProxyThatIsNotNamedIsWarnedAboutAtStart(t *testing.T) {
	w := newWorld(t, db.SQLite)
	for proxies, warns := range map[string]bool{"": true, "10.77.0.0/24": false} {
		t.Setenv("TRIPOL_PUBLIC_URL", "https://relief.example")
		t.Setenv("TRIPOL_TRUSTED_PROXIES", proxies)
		server, _ := serve(t, w.config)
		if warned := strings.Contains(server.said(), "TRIPOL_TRUSTED_PROXIES is empty"); warned != warns {
			t.Errorf("with the proxies %q it warns: %v\n%s", proxies, warned, server.said())
		}
		server.kill()
	}
}
