// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MODALITY_PROFILE_H
#define IOMT_MODALITY_PROFILE_H

#include <cstdint>
#include <string>

namespace ns3
{
namespace iomt
{

/// @brief An imaging modality as its file in data/modalities describes it.
struct ModalityProfile
{
    std::string name;
    std::string description;
    std::string modality; ///< code of DICOM (PS3.3, C.7.3.1.1.1)
    std::string sopClass; ///< UID of the class of its images (PS3.4, B.5)
    uint16_t rows{0};     ///< of a frame
    uint16_t columns{0};  ///< of a frame
    uint16_t bits{8};     ///< stored for each pixel: 8 or 16
    uint32_t frames{1};   ///< in an image
    uint32_t images{1};   ///< in a study

    /// @return octets of an image's pixels
    uint64_t PixelOctets() const;
};

/**
 * @brief Read the profile of a modality.
 * @param nameOrPath name of a file in data/modalities, or a path that ends in .json
 * @throws ProfileError if there is no such file, it is not JSON, a key is unknown, missing or of
 *         the wrong type, or a number has no source
 */
ModalityProfile LoadModalityProfile(const std::string& nameOrPath);

} // namespace iomt
} // namespace ns3

#endif // IOMT_MODALITY_PROFILE_H
