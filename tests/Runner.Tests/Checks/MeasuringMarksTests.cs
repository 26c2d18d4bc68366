using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Tests.Checks;

public sealed class MeasuringMarksTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmobs-marks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Another_process_that_measures_is_seen_while_it_does()
    {
        var marks = new MeasuringMarks(_folder.FullName);
        var other = Path.Combine(_folder.FullName, "4242.measuring");

        using (new FileStream(other, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal([4242], marks.Others());

        Assert.Empty(marks.Others());
        Assert.False(File.Exists(other), "What a killed process left should be taken away.");
    }

    [Fact]
    public void Ones_own_mark_is_no_other_and_is_gone_afterwards()
    {
        var marks = new MeasuringMarks(Path.Combine(_folder.FullName, "new"));

        using (marks.Set())
        {
            Assert.Empty(marks.Others());
            Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "new")));
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.FullName, "new")));
    }

    [Fact]
    public void Files_of_another_kind_and_a_folder_that_cannot_be_are_nothing()
    {
        var file = Path.Combine(_folder.FullName, "notes.txt");
        File.WriteAllText(file, "");
        File.WriteAllText(Path.Combine(_folder.FullName, "x.measuring"), "");

        Assert.Empty(new MeasuringMarks(_folder.FullName).Others());
        Assert.Empty(new MeasuringMarks(Path.Combine(file, "x")).Others());
        Assert.Null(new MeasuringMarks(Path.Combine(file, "x")).Set());
    }
}
