Console.WriteLine("The Simulator is being built.");
