package machine

import (
	"slices"
	"strings"
)

// firewallRule is one inbound rule of the Windows firewall, as the registry stores it:
// v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Private|App=C:\Tripol\tripol.exe|Name=…|
type firewallRule map[string]string

func parseRule(text string) firewallRule {
	rule := firewallRule{}
	for part := range strings.SplitSeq(text, "|") {
		if name, value, pair := strings.Cut(part, "="); pair {
			if _, twice := rule[name]; twice { // Profile and LPort may be repeated
				value = rule[name] + "," + value
			}
			rule[name] = value
		}
	}
	return rule
}

// concerns reports whether a rule decides about connections from phones to the program's ports.
func (r firewallRule) concerns(program string, ports []string) bool {
	if r["Active"] != "TRUE" || r["Dir"] != "In" {
		return false
	}
	if protocol := r["Protocol"]; protocol != "" && protocol != "6" {
		return false
	}
	if app := r["App"]; app != "" && !strings.EqualFold(app, program) {
		return false
	}
	for _, service := range []string{"Svc", "AppPkgId", "PFN"} {
		if r[service] != "" && r[service] != "*" {
			return false
		}
	}
	admitted := r["LPort"]
	if admitted == "" {
		return r["App"] != "" // a rule for every program and every port is no rule for this one
	}
	named := strings.Split(admitted, ",")
	return !slices.ContainsFunc(ports, func(port string) bool { return !knows(named, port) })
}

// checkRules reads inbound rules: a rule that blocks the program wins over one that allows it, as in Windows.
func checkRules(rules []string, program string, ports []string) Network {
	allowed := false
	for _, text := range rules {
		rule := parseRule(text)
		if !rule.concerns(program, ports) {
			continue
		}
		switch rule["Action"] {
		case "Block":
			return NetworkBlocked
		case "Allow":
			allowed = true
		}
	}
	if allowed {
		return NetworkFine
	}
	return NetworkNoRule
}
