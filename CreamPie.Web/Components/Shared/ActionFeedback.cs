namespace CreamPie.Web.Components.Shared;

/// <summary>What is said after a click.</summary>
/// <param name="IsDone">False if what the button says did not happen, or not to all.</param>
public readonly record struct ActionFeedback(string Sentence, bool IsDone)
{
    public static ActionFeedback Done(string sentence) => new(sentence, IsDone: true);

    public static ActionFeedback Failed(string why) => new(why, IsDone: false);
}
