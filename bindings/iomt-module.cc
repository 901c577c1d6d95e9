// SPDX-License-Identifier: GPL-2.0-only

/// @file
/// @brief Python's door: a scenario in, a result folder out, and what the module has to offer.
///
/// Nothing else of ns-3 is bound, so an ns-3 without Python bindings will do.

#include "ns3/calibrate.h"
#include "ns3/describe.h"
#include "ns3/device-profile.h"
#include "ns3/iomt-config.h"
#include "ns3/scenario.h"
#include "ns3/telemedicine-run.h"

#include <nlohmann/json.hpp>
#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace py = pybind11;
using namespace ns3::iomt;

namespace
{

using Progress = std::function<bool(double, double)>;

/// @brief A Python progress callback as the simulator's, which runs without the interpreter's lock.
///
/// Held by a shared pointer: copies made without the lock must not touch Python's counts.
Progress
WithInterpreterLock(const py::object& callback)
{
    if (callback.is_none())
    {
        return {};
    }
    auto held = std::make_shared<py::object>(callback);
    return [held](double simulatedS, double durationS) {
        py::gil_scoped_acquire lock;
        return (*held)(simulatedS, durationS).cast<bool>();
    };
}

std::string
Run(const std::string& scenarioJson,
    uint64_t run,
    const std::string& outDir,
    bool pcap,
    const py::object& progress)
{
    RunOptions options;
    options.scenario = CompleteScenario(ParseScenario(scenarioJson, "scenario"));
    options.run = run;
    options.outDir = outDir;
    options.pcap = pcap;
    options.progress = WithInterpreterLock(progress);
    py::gil_scoped_release unlock;
    return RunTelemedicine(options).summary.dump();
}

std::string
CompleteText(const std::string& text, const std::vector<std::string>& overrides)
{
    auto scenario = ParseScenario(text, "scenario");
    for (const auto& assignment : overrides)
    {
        SetPath(scenario, assignment);
    }
    return CompleteScenario(scenario).dump();
}

} // namespace

PYBIND11_MODULE(_iomt, module)
{
    module.doc() = "The compiled part of iomt: scenario in, results out, and introspection.";
    module.attr("__version__") = IOMT_VERSION;
    module.attr("ns3_version") = Ns3Version();

    // (path, message) as arguments, so that Python can tell them apart.
    static py::exception<ScenarioError> scenarioError(module, "ScenarioError", PyExc_ValueError);
    py::register_exception_translator([](std::exception_ptr pointer) {
        try
        {
            if (pointer)
            {
                std::rethrow_exception(pointer);
            }
        }
        catch (const ScenarioError& error)
        {
            const auto arguments = py::make_tuple(error.GetPath(), error.GetMessage());
            PyErr_SetObject(scenarioError.ptr(), arguments.ptr());
        }
        catch (const ProfileError& error)
        {
            const auto arguments = py::make_tuple("", error.what());
            PyErr_SetObject(scenarioError.ptr(), arguments.ptr());
        }
    });

    module.def("run",
               &Run,
               py::arg("scenario_json"),
               py::arg("run"),
               py::arg("out_dir"),
               py::arg("pcap") = false,
               py::arg("progress") = py::none(),
               "Run a scenario into a folder; the summary as JSON. Once in a process.");
    module.def("complete_scenario",
               &CompleteText,
               py::arg("text"),
               py::arg("overrides") = std::vector<std::string>{},
               "Check a scenario given as JSON and fill in its defaults; JSON.");
    module.def(
        "load_scenario",
        [](const std::string& nameOrPath, const std::vector<std::string>& overrides) {
            return LoadScenario(nameOrPath, overrides).dump();
        },
        py::arg("name_or_path"),
        py::arg("overrides") = std::vector<std::string>{},
        "The same for a scenario that comes with the module, by name, or a file, by path.");
    module.def(
        "describe",
        [](const std::string& topic) { return Describe(topic).dump(); },
        py::arg("topic"),
        "What the module offers under a topic; JSON.");
    module.def(
        "calibrate",
        []() { return Calibrate().dump(); },
        "What operations cost this host, beside every processor profile; JSON.");
    module.def("describe_topics", &DescribeTopics, "The topics `describe` knows.");
}
