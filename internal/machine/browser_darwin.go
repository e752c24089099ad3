package machine

func browser(address string) []string { return []string{"open", address} }
