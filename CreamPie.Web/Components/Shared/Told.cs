namespace CreamPie.Web.Components.Shared;

/// <summary>What is said after a click.</summary>
/// <param name="IsDone">False if what the button says did not happen, or not to all.</param>
public readonly record struct Told(string Sentence, bool IsDone)
{
    public static Told Done(string sentence) => new(sentence, IsDone: true);

    public static Told NotDone(string why) => new(why, IsDone: false);
}
