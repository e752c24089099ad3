//go:build !windows && !darwin

package machine

func browser(address string) []string { return []string{"xdg-open", address} }
