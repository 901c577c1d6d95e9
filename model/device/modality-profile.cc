// SPDX-License-Identifier: GPL-2.0-only

#include "modality-profile.h"

#include "profile-node.h"

#include <cmath>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr double MAX_SIDE = 65534; // rows and columns are 16-bit numbers; pixels an even count
constexpr double MAX_COUNT = 10000;
constexpr uint64_t MAX_PIXEL_OCTETS = 256u << 20;

double
Whole(const ProfileNode& node, const std::string& key, double maximum)
{
    const double number = node.Number(key, 1, maximum);
    if (std::trunc(number) != number)
    {
        node.Fail("'" + key + "' must be a whole number");
    }
    return number;
}

} // namespace

uint64_t
ModalityProfile::PixelOctets() const
{
    return uint64_t{rows} * columns * frames * bits / 8;
}

ModalityProfile
LoadModalityProfile(const std::string& nameOrPath)
{
    std::string origin;
    const nlohmann::json json = ReadProfileFile("modalities", nameOrPath, origin);
    const ProfileNode node(json, origin, "");
    node.AllowOnly({"name",
                    "description",
                    "modality",
                    "sop_class",
                    "rows",
                    "columns",
                    "bits",
                    "frames",
                    "images"});
    ModalityProfile profile;
    profile.name = node.Text("name");
    profile.description = node.Text("description");
    profile.modality = node.Text("modality");
    profile.sopClass = node.Text("sop_class");
    profile.rows = Whole(node, "rows", MAX_SIDE);
    profile.columns = Whole(node, "columns", MAX_SIDE);
    profile.bits = Whole(node, "bits", 16);
    profile.frames = Whole(node, "frames", MAX_COUNT);
    profile.images = Whole(node, "images", MAX_COUNT);
    if (profile.bits != 8 && profile.bits != 16)
    {
        node.Fail("'bits' must be 8 or 16");
    }
    if (profile.PixelOctets() > MAX_PIXEL_OCTETS)
    {
        node.Fail("an image has more than 256 MiB of pixels");
    }
    return profile;
}

} // namespace iomt
} // namespace ns3
