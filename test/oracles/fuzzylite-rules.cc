// SPDX-License-Identifier: GPL-2.0-only OR GPL-3.0-only

// Rule files as fuzzylite understands them, without any code of this module: for tests and
// benchmarks only. The licence is a choice of two because fuzzylite's is GPL-3.0.
//
//     fuzzylite-rules RULES.fcl RESOLUTION           reads lines of inputs, writes a line of
//     outputs each fuzzylite-rules RULES.fcl RESOLUTION --time    reads the lines first, writes
//     {"ns": per inference}
//
// It takes apart the rule file with a reader of its own, which knows only correct files: words and
// numbers between blanks and marks. What fuzzylite has no word for (brackets under NOT, the maxima
// of singletons) is not here either.

#include <cctype>
#include <cstdio>
#include <ctime>
#include <fl/Headers.h>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace
{

using Words = std::vector<std::string>;

std::string
Lower(std::string word)
{
    for (auto& c : word)
    {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return word;
}

/** @brief Words, numbers, brackets and semicolons; comments and other marks are gone. */
Words
WordsOf(const std::string& text)
{
    std::string spaced;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (text.compare(i, 2, "(*") == 0)
        {
            i = text.find("*)", i) + 1;
        }
        else if (text.compare(i, 2, "//") == 0)
        {
            i = text.find('\n', i);
        }
        else if (text.compare(i, 2, "..") == 0)
        {
            ++i;
            spaced += ' ';
        }
        else if (std::string("();,").find(text[i]) != std::string::npos)
        {
            spaced += std::string(" ") + text[i] + ' ';
        }
        else
        {
            spaced += text[i] == ':' || text[i] == '=' ? ' ' : text[i];
        }
    }
    std::istringstream in(spaced);
    Words words;
    for (std::string word; in >> word;)
    {
        words.push_back(word);
    }
    return words;
}

fl::Term*
Term(const Words& w, bool isInput)
{
    const auto n = [&w](std::size_t i) { return std::stod(w.at(i)); };
    const auto& name = w.at(0);
    const auto shape = Lower(w.at(1));
    if (shape == "trian")
    {
        return new fl::Triangle(name, n(2), n(3), n(4));
    }
    if (shape == "trape")
    {
        return new fl::Trapezoid(name, n(2), n(3), n(4), n(5));
    }
    if (shape == "gauss")
    {
        return new fl::Gaussian(name, n(2), n(3));
    }
    if (shape == "gbell")
    {
        return new fl::Bell(name, n(4), n(2), n(3));
    }
    if (shape == "sigm")
    {
        return new fl::Sigmoid(name, n(3), n(2));
    }
    if (shape == "sshape")
    {
        return new fl::SShape(name, n(2), n(3));
    }
    if (shape == "zshape")
    {
        return new fl::ZShape(name, n(2), n(3));
    }
    if (shape == "pishape")
    {
        return new fl::PiShape(name, n(2), n(3), n(4), n(5));
    }
    if (shape != "(") // a singleton
    {
        return isInput ? static_cast<fl::Term*>(new fl::Triangle(name, n(1), n(1), n(1)))
                       : new fl::Constant(name, n(1));
    }
    std::vector<fl::Discrete::Pair> points;
    for (std::size_t i = 1; i < w.size(); i += 5) // ( x , degree )
    {
        points.emplace_back(n(i + 1), n(i + 3));
    }
    return new fl::Discrete(name, points);
}

fl::SNorm*
Accumulation(const std::string& word)
{
    return word == "BSUM"   ? static_cast<fl::SNorm*>(new fl::BoundedSum)
           : word == "NSUM" ? static_cast<fl::SNorm*>(new fl::UnboundedSum)
                            : new fl::Maximum;
}

fl::Defuzzifier*
Method(const std::string& word, int resolution)
{
    return word == "COGS"  ? static_cast<fl::Defuzzifier*>(new fl::WeightedAverage("TakagiSugeno"))
           : word == "COA" ? new fl::Bisector(resolution)
           : word == "LM"  ? new fl::SmallestOfMaximum(resolution)
           : word == "RM"  ? new fl::LargestOfMaximum(resolution)
           : word == "MM"  ? static_cast<fl::Defuzzifier*>(new fl::MeanOfMaximum(resolution))
                           : new fl::Centroid(resolution);
}

/** @brief From IF to the semicolon, in fuzzylite's words. */
std::string
Rule(const Words& w)
{
    std::string rule;
    const auto add = [&rule](const std::string& word) { rule += (rule.empty() ? "" : " ") + word; };
    for (std::size_t i = 0; i < w.size(); ++i)
    {
        const auto word = Lower(w[i]);
        if (word == "not" && Lower(w.at(i - 1)) != "is" && Lower(w.at(i - 1)) != "not" &&
            Lower(w.at(i - 1)) != "very" && Lower(w.at(i - 1)) != "somewhat")
        {
            // NOT (a IS b) or NOT a IS b: fuzzylite negates only the term.
            const bool bracket = w.at(i + 1) == "(";
            i += bracket ? 2 : 1;
            add(w.at(i) + " is not " + w.at(i + 2));
            i += bracket ? 3 : 2;
            continue;
        }
        static const std::vector<std::string>
            keywords{"if", "is", "and", "or", "not", "then", "with", "very", "somewhat"};
        bool isKeyword = false;
        for (const auto& keyword : keywords)
        {
            isKeyword = isKeyword || keyword == word;
        }
        add(w[i] == "," ? "and" : isKeyword ? word : w[i]);
    }
    return rule;
}

void
Read(const Words& words, int resolution, fl::Engine& engine)
{
    std::size_t at = 0;
    const auto statement = [&] {
        Words s;
        while (words.at(at) != ";")
        {
            s.push_back(words[at++]);
        }
        ++at;
        return s;
    };
    const auto variables = [&](auto add) {
        while (words.at(++at) != "END_VAR")
        {
            add(words[at]);
            at += 2; // REAL ;
        }
        ++at;
    };
    auto* block = new fl::RuleBlock;
    engine.addRuleBlock(block);
    block->setConjunction(new fl::Minimum);
    block->setDisjunction(new fl::Maximum);
    block->setImplication(new fl::Minimum);
    block->setActivation(new fl::General);
    while (at < words.size())
    {
        const auto& word = words[at];
        if (word == "VAR_INPUT")
        {
            variables(
                [&](const auto& name) { engine.addInputVariable(new fl::InputVariable(name)); });
        }
        else if (word == "VAR_OUTPUT")
        {
            variables(
                [&](const auto& name) { engine.addOutputVariable(new fl::OutputVariable(name)); });
        }
        else if (word == "FUZZIFY")
        {
            auto* input = engine.getInputVariable(words.at(at + 1));
            at += 2;
            while (words.at(at) != "END_FUZZIFY")
            {
                ++at; // TERM
                input->addTerm(Term(statement(), true));
            }
            ++at;
        }
        else if (word == "DEFUZZIFY")
        {
            auto* output = engine.getOutputVariable(words.at(at + 1));
            output->setAggregation(new fl::Maximum);
            output->setDefuzzifier(new fl::Centroid(resolution));
            output->setDefaultValue(fl::nan);
            at += 2;
            while (words.at(at) != "END_DEFUZZIFY")
            {
                const auto what = words[at++];
                const auto s = statement();
                if (what == "TERM")
                {
                    output->addTerm(Term(s, false));
                }
                else if (what == "RANGE")
                {
                    output->setRange(std::stod(s.at(1)), std::stod(s.at(2)));
                }
                else if (what == "METHOD")
                {
                    output->setDefuzzifier(Method(s.at(0), resolution));
                }
                else if (what == "ACCU")
                {
                    output->setAggregation(Accumulation(s.at(0)));
                }
                else if (what == "DEFAULT")
                {
                    output->setDefaultValue(std::stod(s.at(0)));
                }
            }
            ++at;
        }
        else if (word == "RULEBLOCK")
        {
            at += 2;
            while (words.at(at) != "END_RULEBLOCK")
            {
                const auto what = words[at++];
                auto s = statement();
                if (what == "RULE")
                {
                    s.erase(s.begin()); // its number
                    block->addRule(fl::Rule::parse(Rule(s), &engine));
                }
                else if (what == "ACCU")
                {
                    for (auto* output : engine.outputVariables())
                    {
                        output->setAggregation(Accumulation(s.at(0)));
                    }
                }
                else if (s.at(0) == "PROD" && what == "AND")
                {
                    block->setConjunction(new fl::AlgebraicProduct);
                }
                else if (s.at(0) == "PROD" && what == "ACT")
                {
                    block->setImplication(new fl::AlgebraicProduct);
                }
                else if (s.at(0) == "ASUM")
                {
                    block->setDisjunction(new fl::AlgebraicSum);
                }
            }
            ++at;
        }
        else
        {
            ++at; // FUNCTION_BLOCK and its name
        }
    }
}

void
Infer(fl::Engine& engine, const std::vector<double>& inputs)
{
    for (std::size_t i = 0; i < inputs.size(); ++i)
    {
        engine.getInputVariable(i)->setValue(inputs[i]);
    }
    engine.process();
}

} // namespace

int
main(int argc, char* argv[])
{
    if (argc < 3)
    {
        std::cerr << "usage: fuzzylite-rules RULES.fcl RESOLUTION [--time]\n";
        return 2;
    }
    try
    {
        // Its usual 1e-6 takes what is near the top for the top.
        fl::fuzzylite::setMachEps(1e-9);
        std::ifstream file(argv[1]);
        std::stringstream text;
        text << file.rdbuf();
        fl::Engine engine;
        Read(WordsOf(text.str()), std::stoi(argv[2]), engine);
        std::vector<std::vector<double>> lines;
        for (std::string line; std::getline(std::cin, line);)
        {
            std::istringstream in(line);
            lines.emplace_back();
            for (double value = 0; in >> value;)
            {
                lines.back().push_back(value);
            }
        }
        if (argc > 3)
        {
            const auto begin = std::clock();
            for (const auto& line : lines)
            {
                Infer(engine, line);
            }
            const double s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
            std::printf("{\"ns\": %.1f}\n", 1e9 * s / static_cast<double>(lines.size()));
            return 0;
        }
        for (const auto& line : lines)
        {
            Infer(engine, line);
            for (std::size_t o = 0; o < engine.numberOfOutputVariables(); ++o)
            {
                std::printf(o ? " %.17g" : "%.17g", engine.getOutputVariable(o)->getValue());
            }
            std::printf("\n");
        }
    }
    catch (const std::exception& error)
    {
        std::cerr << "fuzzylite-rules: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
