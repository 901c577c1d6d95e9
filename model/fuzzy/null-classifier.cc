// SPDX-License-Identifier: GPL-2.0-only

#include "classifier.h"

namespace ns3::iomt
{

namespace
{

/** @brief Has no opinion: the baseline without inference, and the test double. */
class NullClassifier : public Classifier
{
  public:
    using Classifier::Classifier;

    std::string Name() const override
    {
        return "none";
    }

    std::vector<std::string> Inputs() const override
    {
        return {};
    }

  protected:
    std::optional<Classification> Classify(
        double /* t */,
        const std::map<std::string, double>& /* fresh */) override
    {
        return std::nullopt;
    }
};

const bool g_registered = ClassifierRegistry::Get().Add(
    "none",
    [](const ClassifierSettings& settings) { return std::make_unique<NullClassifier>(settings); },
    "no classification");

} // namespace

} // namespace ns3::iomt
