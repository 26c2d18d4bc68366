using LlmObs.Benchmarks;

return await BenchmarkCommand.RunAsync(args);
