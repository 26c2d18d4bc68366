Console.WriteLine("The Runner is being built.");
