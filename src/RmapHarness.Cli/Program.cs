Console.Error.WriteLine("rmapharness: no command yet");
return 2;
