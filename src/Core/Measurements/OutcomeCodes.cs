namespace LlmObs.Measurements;

/// <summary>Codes of failures that only a session can see, and that other rooms ask for.</summary>
public static class OutcomeCodes
{
    /// <summary>Another model answered than was asked.</summary>
    public const string WrongModel = "wrong-model";

    /// <summary>The machine slept meanwhile, or its clock was set.</summary>
    public const string Slept = "slept";
}
