package io.bytelane.tests.plan;

import java.util.List;

/// English sentences of many lengths and subjects, in pairs that belong together.
final class Sentences {
  static final List<String> ALL =
      List.of(
          "The cat sat on the mat.",
          "A kitten was sitting on the rug.",
          "The food was very good here.",
          "We had an excellent dinner at this restaurant, and the staff could not have been"
              + " kinder.",
          "Quantization maps real numbers to a small set of integers.",
          "Eight-bit weights make a neural network four times smaller.",
          "How do I reset my password?",
          "I forgot my login and cannot get into my account; what should I do now?",
          "The train to Lyon leaves at 7:45 from platform 3.",
          "Trains are late again today because of snow on the tracks between the two stations, "
              + "says the railway company, which expects normal service tomorrow morning.",
          "Is it going to rain tomorrow?",
          "The weather forecast promises heavy showers for the next day.",
          "Water boils at one hundred degrees Celsius at sea level.",
          "At higher altitude the boiling point of liquids drops.",
          "She plays the violin in a symphony orchestra.",
          "He practises the cello every evening.",
          "Interest rates rose by half a percentage point.",
          "The central bank tightened its monetary policy again.",
          "for (int i = 0; i < n; i++) sum += a[i] * b[i];",
          "A loop that computes the dot product of two arrays.",
          "The quick brown fox jumps over the lazy dog.",
          "A fast, dark-coloured fox leaps above a sleepy hound.",
          "Zurich",
          "Bern is the capital of Switzerland.",
          "Größe, naïveté & co: unusual words like floccinaucinihilipilification!",
          "42");

  private Sentences() {}
}
