package machine

// browser returns the command that opens an address. Not "start": the shell would interpret the address.
func browser(address string) []string {
	return []string{"rundll32.exe", "url.dll,FileProtocolHandler", address}
}
