// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief A fuzzer's harness without libFuzzer: its corpus, then inputs derived from the corpus.
 *
 * For every build and every machine; the real search is done by the libFuzzer programs (IOMT_FUZZ).
 * The derived inputs are the same each time, so a failure can be repeated by its number.
 */

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace
{

using Input = std::vector<uint8_t>;

/// @brief One to four small damages: a flipped bit, another octet, a cut, a doubled piece.
Input
Mutate(Input input, const std::vector<Input>& corpus, std::mt19937& random)
{
    const auto below = [&random](size_t bound) { return random() % bound; };
    for (auto damages = 1 + below(4); damages > 0; --damages)
    {
        if (input.empty())
        {
            input.push_back(static_cast<uint8_t>(below(256)));
            continue;
        }
        const auto at = below(input.size());
        switch (below(5))
        {
        case 0:
            input[at] ^= 1U << below(8);
            break;
        case 1:
            input[at] = static_cast<uint8_t>(below(256));
            break;
        case 2:
            input.resize(at);
            break;
        case 3: {
            const Input piece(input.begin() + at, input.end());
            input.insert(input.begin() + at, piece.begin(), piece.end());
            break;
        }
        default: {
            const auto& other = corpus[below(corpus.size())];
            input.resize(at);
            input.insert(input.end(), other.begin() + below(other.size() + 1), other.end());
        }
        }
    }
    // As libFuzzer does: longer inputs find nothing that shorter ones do not.
    constexpr size_t LONGEST = 4096;
    input.resize(std::min(input.size(), LONGEST));
    return input;
}

} // namespace

int
main(int argc, char* argv[])
{
    if (argc < 3)
    {
        std::fprintf(stderr, "usage: %s RUNS CORPUS-FOLDER…\n", argv[0]);
        return 2;
    }
    std::vector<Input> corpus;
    for (int i = 2; i < argc; ++i)
    {
        if (!std::filesystem::is_directory(argv[i]))
        {
            std::fprintf(stderr, "%s: no such folder\n", argv[i]);
            return 2;
        }
        for (const auto& entry : std::filesystem::directory_iterator(argv[i]))
        {
            std::ifstream file(entry.path(), std::ios::binary);
            corpus.emplace_back(std::istreambuf_iterator<char>(file),
                                std::istreambuf_iterator<char>());
        }
    }
    if (corpus.empty())
    {
        std::fprintf(stderr, "the corpus is empty\n");
        return 2;
    }
    // A folder lists its files in no particular order.
    std::sort(corpus.begin(), corpus.end());

    for (const auto& input : corpus)
    {
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::mt19937 random(1);
    const auto runs = std::strtoul(argv[1], nullptr, 10);
    for (unsigned long run = 0; run < runs; ++run)
    {
        const auto input = Mutate(corpus[random() % corpus.size()], corpus, random);
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::printf("%zu inputs of the corpus and %lu derived from them\n", corpus.size(), runs);
    return 0;
}
