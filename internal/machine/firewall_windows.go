package machine

import (
	"errors"
	"os"

	"golang.org/x/sys/windows/registry"
)

const firewallPolicy = `SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy`

// Firewall reports whether the Windows firewall admits phones to this program. Programs of other makers are not seen.
func Firewall(ports []string) (Network, error) {
	program, err := os.Executable()
	if err != nil {
		return NetworkFine, err
	}
	guarded, err := anyProfileGuarded()
	if err != nil || !guarded {
		return NetworkFine, err
	}
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, firewallPolicy+`\FirewallRules`, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return NetworkNoRule, nil
	}
	if err != nil {
		return NetworkFine, err
	}
	defer key.Close()
	names, err := key.ReadValueNames(-1)
	if err != nil {
		return NetworkFine, err
	}
	rules := make([]string, 0, len(names))
	for _, name := range names {
		if text, _, err := key.GetStringValue(name); err == nil { // a value of another type is no rule
			rules = append(rules, text)
		}
	}
	return checkRules(rules, program, ports), nil
}

// anyProfileGuarded reports whether the firewall is on, and closed by default, for private or public networks.
func anyProfileGuarded() (bool, error) {
	for _, profile := range []string{"StandardProfile", "PublicProfile"} {
		key, err := registry.OpenKey(registry.LOCAL_MACHINE, firewallPolicy+`\`+profile, registry.QUERY_VALUE)
		if errors.Is(err, registry.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, err
		}
		on, _, read := key.GetIntegerValue("EnableFirewall")
		inbound, _, unset := key.GetIntegerValue("DefaultInboundAction")
		if err := key.Close(); err != nil {
			return false, err
		}
		if read == nil && on == 1 && (unset != nil || inbound == 1) {
			return true, nil
		}
	}
	return false, nil
}
