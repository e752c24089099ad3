package config_test

import (
	"testing"

	"tripol/internal/config"
)

// An https address without a trusted proxy suggests an unconfigured proxy; an entry that is no address is rejected.
func TestTrustedProxies(t *testing.T) {
	for name, c := range map[string]struct {
		url, proxies string
		refused      bool
		unproxied    bool
	}{
		"https and no proxy":       {"https://relief.example", "", false, true},
		"https and a proxy":        {"https://relief.example", "10.77.0.1", false, false},
		"https and a network":      {"https://relief.example", "10.77.0.0/24,fd00::/8", false, false},
		"plain http":               {"http://relief.example", "", false, false},
		"no address":               {"", "", false, false},
		"a name instead":           {"", "proxy", true, false},
		"two that are not one":     {"", "10.77.0.1 10.77.0.2", true, false},
		"a network without length": {"", "10.77.0.0/", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TRIPOL_PUBLIC_URL", c.url)
			t.Setenv("TRIPOL_TRUSTED_PROXIES", c.proxies)
			got, err := config.Load()
			if (err != nil) != c.refused {
				t.Fatal(err)
			}
			if err == nil && got.Unproxied() != c.unproxied {
				t.Errorf("unproxied: %v", got.Unproxied())
			}
		})
	}
}

// A zone that is not known ends the start; so do names that depend on the machine. The default is India's.
func TestTimeZone(t *testing.T) {
	for name, want := range map[string]string{
		"Asia/Kolkata": "Asia/Kolkata", "Asia/Dhaka": "Asia/Dhaka", "UTC": "UTC", "Local": "", "Asia/Sundarbans": "",
		"../../etc/passwd": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TRIPOL_TIME_ZONE", name)
			got, err := config.Load()
			if (err != nil) != (want == "") {
				t.Fatal(err)
			}
			if err == nil && got.Zone.String() != want {
				t.Errorf("%s", got.Zone)
			}
		})
	}
	got, err := config.Load()
	if err != nil || got.Zone.String() != "Asia/Kolkata" {
		t.Errorf("by default: %v, %v", got.Zone, err)
	}
}
